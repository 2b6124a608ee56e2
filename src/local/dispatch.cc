#include <fmt/format.h>

#include <algorithm>

#include "local/call.h"
#include "local/describe.h"
#include "local/lake_gate.h"
#include "local/lake_request.h"
#include "local/state.h"
#include "local/validate.h"

namespace lakemirror::local {

namespace {

/// What the knobs do to a call.
struct Mishap {
  std::string code = {};
  std::string message = {};
  bool takes_effect = false;  ///< the call is carried out, though its answer says it failed
};

Mishap throttled() { return {"ThrottlingException", "Rate exceeded"}; }

/// An error the operation's model lists, so that clients meet only what they can meet at AWS.
Mishap draw_error(const api::Operation& operation, const Action& action, Random& random) {
  const auto models = [&](std::string_view code) {
    return std::ranges::find(operation.errors, code) != operation.errors.end();
  };
  std::vector<Mishap> possible = {{"InternalServiceException", "Internal service error."}};
  if (models("OperationTimeoutException")) {
    possible.push_back({"OperationTimeoutException", "The operation timed out."});
    if (!action.read_only)
      possible.push_back({"OperationTimeoutException", "The operation timed out.", true});
  }
  if (!action.read_only && models("ConcurrentModificationException")) {
    const bool lake = operation.service == api::Service::lakeformation;
    possible.push_back({"ConcurrentModificationException",
                        lake ? "Permission update/Delete failed for Resource"  // seen
                             : "Two processes are trying to modify a resource simultaneously."});
  }
  return possible[random.below(possible.size())];
}

/// Those that the client must get along with whatever happens.
bool has_mishaps(api::Service service) {
  return service == api::Service::glue || service == api::Service::lakeformation;
}

Mishap draw_mishap(const Call& call, const Action& action) {
  const Knobs& knobs = call.knobs;
  if (call.operation.service == api::Service::cloudtrail && knobs.lookup_rate > 0 &&
      !call.region.lookups.take(knobs.lookup_rate, call.now)) {
    return throttled();
  }
  if (!has_mishaps(call.operation.service)) return {};
  if (knobs.call_rate > 0 && !call.region.calls[call.operation.name].take(knobs.call_rate, call.now)) {
    return throttled();
  }
  if (knobs.throttle > 0 && call.random.chance(knobs.throttle)) return throttled();
  const auto& only = knobs.inject_operations;
  if (knobs.inject_error > 0 &&
      (only.empty() || std::ranges::find(only, call.operation.name) != only.end()) &&
      call.random.chance(knobs.inject_error)) {
    return draw_error(call.operation, action, call.random);
  }
  return {};
}

/// No other account's catalog can be read: there are no resource policies here (message seen).
Result<void> check_catalog(const Call& call) {
  const std::string_view catalog = call.text("CatalogId");
  if (catalog.empty() || catalog == call.region.account) return {};
  if (call.operation.service == api::Service::lakeformation) return denied_resource();
  if (call.operation.service != api::Service::glue) return {};
  return fault(
      "AccessDeniedException",
      fmt::format("User: {} is not authorized to perform: glue:{} on resource: arn:aws:glue:{}:{}:catalog "
                  "because no resource-based policy allows the glue:{} action",
                  call.from.principal_arn, call.operation.name, call.region.name, catalog,
                  call.operation.name));
}

/// As IAM says it of other calls (seen).
Result<void> check_policy(const Call& call) {
  const auto& denied = call.knobs.deny_operations;
  if (std::ranges::find(denied, call.operation.name) == denied.end()) return {};
  const auto action =
      fmt::format("{}:{}", api::info(call.operation.service).endpoint_prefix, call.operation.name);
  return fault(
      "AccessDeniedException",
      fmt::format("User: {} is not authorized to perform: {} because no identity-based policy allows "
                  "the {} action",
                  call.from.principal_arn, action, action));
}

/// Whatever an action stumbles over is one failed call, as at AWS, and never the end of the server.
Answer run_guarded(Call& call, const Action& action) {
  try {
    return action.run(call);
  } catch (const std::exception& failure) {
    return fault("InternalServiceException", failure.what());
  }
}

Answer carry_out(Call& call, const Action& action) {
  const Mishap mishap = draw_mishap(call, action);
  if (!mishap.code.empty() && !mishap.takes_effect) return fault(mishap.code, mishap.message);
  LM_CHECK(check_policy(call));
  LM_CHECK(validate(call.from.input, call.operation));
  LM_CHECK(check_catalog(call));
  if (action.read_only && call.knobs.stale_read > 0 && call.random.chance(call.knobs.stale_read)) {
    const auto past = static_cast<std::uint64_t>(call.knobs.stale_for.count());
    call.view = call.now - Milliseconds(static_cast<Milliseconds::rep>(call.random.below(past + 1)));
  }
  if (call.operation.service == api::Service::glue) LM_CHECK(check_lake_rights(call));
  Answer answer = run_guarded(call, action);
  if (!mishap.code.empty() && answer) return fault(mishap.code, mishap.message);
  return answer;
}

Casing draw_casing(const Call& call) {
  if (call.knobs.casing_variant <= 0 || !call.random.chance(call.knobs.casing_variant))
    return Casing::cloudtrail;
  return call.random.chance(0.5) ? Casing::api : Casing::mixed;
}

/// The form seen in real records of requests over 100 KB: all strings, and nothing else of the request is
/// left.
std::string omitted(std::size_t size) {
  return fmt::format(R"({{"reason":"requestParameters too large","omitted":"true","originalSize":"{}"}})",
                     size);
}

/// The request as far as CloudTrail carries it. CreateDataCellsFilter's cannot be told from its record: what
/// is missing was not said, an empty tableData is the least there can be.
json::object recorded_input(const Call& call) {
  if (call.operation.name == "CreateDataCellsFilter" && call.knobs.omit_cell_filter_data)
    return {{"TableData", json::object()}};
  return call.from.input;
}

/// requestParameters; empty for null. `resources` may be dropped as well.
std::string describe_request(Call& call, std::string_view error_code, Casing casing) {
  constexpr std::size_t largest =
      102'400;  // documented as 100 KB; the first size seen omitted is one byte more
  // null where access was denied and where the call was throttled: seen.
  if (error_code == "AccessDeniedException" || error_code == "ThrottlingException") return {};
  std::string out;
  append_described(out, recorded_input(call), *call.operation.input, casing, call.random);
  if (out == "{}") return {};  // an empty request: seen
  const bool by_knob = has_mishaps(call.operation.service) && call.knobs.omit_parameters > 0 &&
                       call.random.chance(call.knobs.omit_parameters);
  if (out.size() <= largest && !by_knob) {
    out.shrink_to_fit();  // records are kept
    return out;
  }
  if (call.knobs.omit_resources > 0 && call.random.chance(call.knobs.omit_resources)) call.touched.clear();
  return omitted(out.size() > largest ? out.size() : largest + out.size());
}

/// responseElements; empty for null. Reads, and changes that answer nothing, have null: seen. Batch calls
/// show their errors: the member was seen, that it is there when the list is empty is derived.
std::string describe_response(const Call& call, const Action& action, const Answer& answer, Casing casing) {
  if (!answer || action.read_only || *answer == "{}") return {};
  const auto output = parse_json(*answer);
  std::string out;
  if (output) append_described(out, output->get_object(), *call.operation.output, casing, call.random);
  return out;
}

void record_call(Call& call, const Action& action, const Answer& answer, const std::string& request_id) {
  const Invocation& from = call.from;
  const Knobs& knobs = call.knobs;
  const auto spread =
      static_cast<std::uint64_t>((knobs.delivery_delay_max - knobs.delivery_delay_min).count());
  const Casing casing = draw_casing(call);
  const std::string code = answer ? "" : answer.error().code;
  Record record{.event_time = call.second(),
                .visible_at = call.now + knobs.delivery_delay_min,
                .service = call.operation.service,
                .event_name = call.operation.name,
                .read_only = action.read_only,
                .event_id = call.random.uuid(),
                .request_id = request_id};
  if (spread > 0)
    record.visible_at += Milliseconds(static_cast<Milliseconds::rep>(call.random.below(spread + 1)));
  record.caller = call.region.trail.intern(
      {from.account, from.region, from.principal_arn, from.access_key_id, from.user_agent, from.source_ip});
  if (!code.empty()) {
    record.error_code =
        code == "AccessDeniedException" ? "AccessDenied" : code;  // the record's own spelling: seen
    record.error_message = answer.error().message;
  }
  record.parameters = describe_request(call, code, casing);
  record.response = describe_response(call, action, answer, casing);
  if (answer && !action.read_only) record.resources = std::move(call.touched);  // only on success: seen
  call.region.trail.append(std::move(record), call.now);
}

Invocation filled_in(Invocation invocation, const Options& options, const Knobs& knobs) {
  if (!knobs.act_as.empty()) invocation.principal_arn = knobs.act_as;
  if (invocation.account.empty()) invocation.account = options.account;
  if (invocation.region.empty()) invocation.region = "us-east-1";
  if (invocation.principal_arn.empty()) {
    invocation.principal_arn = fmt::format("arn:aws:iam::{}:user/local", invocation.account);
  }
  if (invocation.user_agent.empty()) invocation.user_agent = "lakemirror-local";
  if (invocation.source_ip.empty()) invocation.source_ip = "127.0.0.1";
  if (invocation.access_key_id.empty()) invocation.access_key_id = "AKIALOCAL";
  return invocation;
}

RawReply refused(std::string code, std::string message, Random& random) {
  return {.code = std::move(code), .message = std::move(message), .request_id = random.uuid()};
}

}  // namespace

RawReply dispatch(Aws::State& state, Invocation invocation) {
  const std::shared_ptr<const Settings> settings = state.settings();
  const api::Operation* operation = api::find_operation(invocation.service, invocation.operation);
  const Action* action = find_action(invocation.service, invocation.operation);
  if (operation == nullptr || action == nullptr) {
    return refused("UnknownOperationException",
                   fmt::format("The local AWS does not have the operation {}.", invocation.operation),
                   *settings->random);
  }
  if (settings->knobs.latency.count() > 0) state.clock.sleep_for(settings->knobs.latency);
  const Invocation from = filled_in(std::move(invocation), state.options, settings->knobs);
  const std::shared_ptr<Region> region = state.region(from.account, from.region);
  const std::lock_guard lock(region->mutex);
  Call call{.from = from,
            .operation = *operation,
            .knobs = settings->knobs,
            .random = *settings->random,
            .region = *region,
            .objects = state.objects,
            .credentials = state.credentials,
            .now = state.clock.now()};
  Answer answer = carry_out(call, *action);
  RawReply reply{.request_id = call.random.uuid()};
  record_call(call, *action, answer, reply.request_id);
  if (answer) {
    reply.output = std::move(*answer);
  } else {
    reply.code = answer.error().code;
    reply.message = answer.error().message;
  }
  return reply;
}

}  // namespace lakemirror::local
