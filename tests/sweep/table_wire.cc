#include "sweep/table_wire.h"

#include <fmt/format.h>

#include "sweep/answers.h"

namespace lakemirror::sweep {

namespace {

constexpr std::size_t kLongestBody = 600;  // in a line

std::string operation_in(const aws::HttpRequest& request) {
  for (const auto& header : request.headers) {
    if (header.starts_with("X-Amz-Target: ")) return header.substr(header.rfind('.') + 1);
  }
  return {};
}

/// Which item a request is about, as far as a row of the table of coverage tells it apart: "#lease",
/// "#value", "entry"; empty where it is about several.
std::string item_of(const json::object& input) {
  const auto* key = object_at(input, "Key");
  if (key == nullptr) key = object_at(input, "Item");
  if (key == nullptr) return {};
  const auto name = text_or(*object_at(*key, "EventId"), "S");
  return name.starts_with('#') ? std::string(name.substr(0, name.find('/'))) : "entry";
}

}  // namespace

aws::HttpResponse TableWire::answered(const std::string& operation, const json::object& input) {
  const auto answer = table_.call(api::Service::dynamodb, operation, input);
  if (answer) return {.status = 200, .body = json::serialize(*answer)};
  return {.status = 400,
          .headers = {{"x-amzn-requestid", "made-by-the-sweep"}},
          .body = json::serialize(
              json::object{{"__type", answer.error().code}, {"message", answer.error().message}})};
}

Result<aws::HttpResponse> TableWire::send(const aws::HttpRequest& request, const aws::Credentials&) {
  if (storm_.is_dead()) return fail(Storm::death());
  LM_TRY(const auto input, parse_json(request.body));
  const Step step{.place = Place::table,
                  .service = api::Service::dynamodb,
                  .operation = operation_in(request),
                  .item = item_of(input.as_object())};
  const auto mishap = storm_.meets(step);
  aws::HttpResponse answer;
  if (!mishap || takes_effect(*mishap)) {
    // Nothing of the batch is done: all of it comes back as left out.
    if (mishap == Mishap::partly) table_.set_batch_limit(0);
    answer = answered(step.operation, input.as_object());
    table_.set_batch_limit(100);
  }
  if (ear_) {
    ear_(fmt::format("   table #{} {} {} -> {}{} {}", storm_.writes().size(), step.text(),
                     request.body.substr(0, kLongestBody), mishap ? "!! " : "",
                     mishap ? to_string(*mishap) : std::string_view(), answer.body.substr(0, kLongestBody)));
  }
  if (storm_.is_dead()) return fail(Storm::death());
  if (!mishap) return answer;
  // What is damaged is an answer that says 200; of a refusal it would only be another one.
  const bool is_refusal = answer.status >= 400 && (*mishap == Mishap::garbled || *mishap == Mishap::hollow);
  if (is_refusal) return answer;
  return heard(*mishap, step.service, step.operation, std::move(answer));
}

}  // namespace lakemirror::sweep
