#include "lambda/function.h"

#include <cstdio>

#include "aws/connect.h"
#include "base/log.h"
#include "lambda/deadline.h"
#include "lambda/embedded_metrics.h"
#include "lambda/ingest.h"
#include "lambda/pull.h"
#include "lambda/replicate.h"
#include "pipeline/journal_intake.h"
#include "report/status.h"
#include "setup/observe.h"
#include "setup/stage_settings.h"

namespace lakemirror::lambda {

namespace {

double in_seconds(Milliseconds duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

std::string_view to_string(Handler handler) {
  switch (handler) {
    case Handler::pull:
      return "pull";
    case Handler::replicate:
      return "replicate";
    case Handler::ingest:
      return "ingest";
    case Handler::admin:
      return "admin";
  }
  return "ingest";
}

std::optional<Handler> parse_handler(std::string_view word) {
  for (const Handler handler : {Handler::pull, Handler::replicate, Handler::ingest, Handler::admin}) {
    if (word == to_string(handler)) return handler;
  }
  return std::nullopt;
}

Function::Function(Handler handler, Services services)
    : handler_(handler),
      services_(std::move(services)),
      watch_(services_.configuration, services_.clock),
      admin_(
          [this](const std::string& region, std::stop_token stop) -> Result<std::unique_ptr<aws::Client>> {
            return aws::connect({.clock = services_.clock,
                                 .random = services_.random,
                                 .region = region,
                                 .max_attempts = 1,
                                 .stop = std::move(stop),
                                 .call_timeout = Seconds(10),
                                 .stop_grace = call_grace});
          },
          services_.random) {}

Function::~Function() = default;

Result<void> Function::serve(RuntimeClient& runtime) {
  while (!services_.stop.stop_requested()) {
    const Result<Invocation> invocation = runtime.next();
    if (invocation) {
      serve_one(runtime, *invocation);
    } else if (!services_.stop.stop_requested()) {
      return fail(invocation.error());
    }
  }
  return {};
}

void Function::serve_one(RuntimeClient& runtime, const Invocation& invocation) {
  log::set_common({{"function_request_id", invocation.request_id}, {"trace_id", invocation.trace_id}});
  Figures figures;
  const Time began = services_.clock.now();
  const Result<json::value> answer = work(invocation, figures);
  figures.set("Failures", answer ? 0 : 1);
  figures.set("DurationSeconds", in_seconds(services_.clock.now() - began), "Seconds");
  if (!answer) log::error("{}", answer.error().text());
  tell(invocation, figures);
  const Result<void> sent = answer ? runtime.respond(invocation.request_id, *answer)
                                   : runtime.fail_invocation(invocation.request_id, answer.error());
  if (!sent) log::error("{}", sent.error().text());
  log::set_common({});
}

Result<json::value> Function::work(const Invocation& invocation, Figures& figures) {
  if (stop_.stop_requested()) {
    sides_.reset();  // its clients would refuse every call
    stop_ = std::stop_source();
  }
  const std::stop_callback on_end(services_.stop, [this] { stop_.request_stop(); });
  std::optional<Deadline> deadline;
  if (invocation.deadline) {
    const auto left = *invocation.deadline - services_.clock.now();
    deadline.emplace(services_.clock, *invocation.deadline - margin_of(left), stop_);
  }
  if (handler_ == Handler::admin)
    return administrate({invocation, stop_.get_token(), services_.clock, figures});
  Result<void> prepared = prepare();
  const std::uint64_t faults = watch_.faults() + journal_faults_;
  figures.set("ConfigurationFaults", static_cast<double>(faults - faults_before_));
  faults_before_ = faults;
  if (!prepared) return fail(std::move(prepared).error());
  Result<json::value> answer = handle({invocation, stop_.get_token(), services_.clock, figures});
  measure_calls(figures);
  measure_journal(figures);
  return answer;
}

Result<void> Function::prepare() {
  LM_TRY(auto configuration, watch_.current(stop_.get_token()));
  if (watch_.generation() != generation_) LM_CHECK(follow(std::move(configuration)));
  if (!sides_) {
    const pipeline::Guards guards{.lease = opened_.lease.get(), .in_flight = opened_.in_flight};
    sides_ = std::make_unique<Sides>(configuration_, *opened_.journal, guards, services_.clock,
                                     services_.random, stop_.get_token());
    source_before_ = target_before_ = {};
  }
  return {};
}

Result<void> Function::follow(std::shared_ptr<const config::Configuration> configuration) {
  Result<OpenedJournal> opened = services_.open_journal(*configuration);
  if (!opened) {
    if (!opened_.journal) return fail(std::move(opened).error());
    ++journal_faults_;
    log::error("{}; going on with the configuration as it was", opened.error().text());
    return {};
  }
  services_.configure_log(*configuration);
  sides_.reset();
  opened_.lease.reset();  // before the journal that it refers to
  opened_ = std::move(*opened);
  configuration_ = std::move(configuration);
  generation_ = watch_.generation();
  return {};
}

Result<json::value> Function::handle(const Work& work) {
  pipeline::JournalIntake intake(*opened_.journal);
  switch (handler_) {
    case Handler::ingest:
      return ingest(work, intake, setup::lookup_settings(*configuration_));
    case Handler::pull: {
      LM_TRY(aws::HttpClient* const source, sides_->source());
      return pull(work, *source, intake, setup::lookup_settings(*configuration_));
    }
    case Handler::admin:
      return administrate(work);
    case Handler::replicate:
      return replicate(work, *opened_.journal, *opened_.lease,
                       [this](std::stop_token stop) { return sides_->replicate(std::move(stop)); });
  }
  return json::value();
}

Result<json::value> Function::administrate(const Work& work) {
  LM_TRY(const auto answers,
         aws::connect_unsigned(
             {.clock = services_.clock, .random = services_.random, .call_timeout = Seconds(5)}));
  return admin_.serve(work, *answers);
}

void Function::measure_calls(Figures& figures) {
  const auto sum_of = [](const aws::Statistics& statistics) {
    Calls sum;
    for (const auto& [operation, counts] : statistics) {
      sum.calls += counts.calls;
      sum.throttles += counts.throttles;
    }
    return sum;
  };
  const auto set = [&](const std::string& side, Calls& before, const Calls& now) {
    figures.set(side + "Calls", static_cast<double>(now.calls - before.calls));
    figures.set(side + "Throttles", static_cast<double>(now.throttles - before.throttles));
    before = now;
  };
  set("Source", source_before_, sum_of(sides_->source_calls()));
  set("Target", target_before_, sum_of(sides_->target_calls()));
}

void Function::measure_journal(Figures& figures) {
  auto seen = setup::observe_counts(*opened_.journal, services_.clock.now(), configuration_->trail_settle);
  if (!seen) {
    log::warn("{}", seen.error().text());
    return;
  }
  const report::Status status = report::make_status(std::move(*seen));
  const model::Counts& counts = status.observed.counts;
  figures.set("LagSeconds", in_seconds(status.lag), "Seconds");
  figures.set("PendingEntries", static_cast<double>(counts.pending));
  figures.set("ProvisionalEntries", static_cast<double>(counts.provisional));
  figures.set("ParkedEntries", static_cast<double>(counts.parked));
  figures.set("BreakerOpen", status.observed.breaker_opened ? 1 : 0);
  figures.set("OverPermissionSeconds", status.over_permission_seconds, "Seconds");
  if (status.replication_point)
    figures.set("ReplicationPointAgeSeconds", in_seconds(status.observed.now - *status.replication_point),
                "Seconds");
}

void Function::tell(const Invocation& invocation, const Figures& figures) {
  const MetricsSubject subject{.function = services_.function_name,
                               .handler = std::string(to_string(handler_)),
                               .request_id = invocation.request_id,
                               .now = services_.clock.now()};
  const std::string line = canonical_json(embedded_metrics(subject, figures)) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

}  // namespace lakemirror::lambda
