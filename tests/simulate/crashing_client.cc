#include "simulate/crashing_client.h"

#include <fmt/format.h>

#include "aws/error.h"

namespace lakemirror::simulate {
namespace {

constexpr std::size_t kLongest = 300;  // of a line: bodies are long, and their beginning names them

std::string described(std::string_view region, std::string_view operation, const json::object& input,
                      const Result<json::object>& answer) {
  auto asked = json::serialize(input);
  auto said = answer ? json::serialize(*answer) : answer.error().code;
  if (asked.size() > kLongest) asked = asked.substr(0, kLongest) + "...";
  if (said.size() > kLongest) said = said.substr(0, kLongest) + "...";
  return fmt::format("   {} {} {} -> {}", region, operation, asked, said);
}

}  // namespace

CrashingClient::Answer CrashingClient::call(api::Service service, std::string_view operation,
                                            const json::object& input) {
  auto answer = call_once(service, operation, input);
  bool answer_was_lost = false;
  for (int left = tries_; left > 1 && !answer && answer.error().kind == ErrorKind::retry; --left) {
    answer_was_lost = answer_was_lost || !aws::is_throttling(answer.error());
    answer = call_once(service, operation, input);
    if (!answer) answer.error().answer_was_lost = answer_was_lost;
  }
  if (ears_.answered) ears_.answered(operation, input, answer);
  return answer;
}

CrashingClient::Answer CrashingClient::call_once(api::Service service, std::string_view operation,
                                                 const json::object& input) {
  const auto fate = crash_.step();
  if (fate == CrashSwitch::Fate::dies_before) return fail(CrashSwitch::error());
  auto answer = inner_.call(service, operation, input);
  if (ears_.tried) ears_.tried(described(inner_.region(), operation, input, answer));
  if (fate == CrashSwitch::Fate::dies_after) return fail(CrashSwitch::error());
  return answer;
}

}  // namespace lakemirror::simulate
