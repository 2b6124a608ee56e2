#include <charconv>

#include "api/api.h"
#include "aws/error.h"
#include "aws/protocol.h"
#include "promise.h"

using namespace lakemirror;

namespace {

std::string_view take_line(std::string_view& text) {
  const auto at = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return line;
}

struct Answer {
  const api::Operation* operation = nullptr;
  aws::HttpResponse response = {};
};

const api::Operation* find_operation(std::string_view name) {
  for (const auto service :
       {api::Service::glue, api::Service::lakeformation, api::Service::cloudtrail, api::Service::sts}) {
    if (const auto* found = api::find_operation(service, name)) return found;
  }
  return nullptr;
}

/// "GetTable 400", header lines, a blank line and the body.
Answer read_answer(std::string_view text) {
  Answer answer;
  auto line = take_line(text);
  const auto space = std::min(line.find(' '), line.size());
  answer.operation = find_operation(line.substr(0, space));
  if (answer.operation == nullptr) answer.operation = find_operation("GetTable");
  line.remove_prefix(std::min(space + 1, line.size()));
  answer.response.status = 200;
  std::from_chars(line.data(), line.data() + line.size(), answer.response.status);
  for (line = take_line(text); !line.empty(); line = take_line(text)) {
    const auto colon = std::min(line.find(": "), line.size());
    answer.response.headers.emplace_back(line.substr(0, colon),
                                         line.substr(std::min(colon + 2, line.size())));
  }
  answer.response.body = text;
  return answer;
}

bool says(const aws::HttpResponse& response, std::string_view word) {
  if (response.body.find(word) != std::string::npos) return true;
  return response.header("x-amzn-errortype").find(word) != std::string_view::npos;
}

/// What is absent was said to be, in so many words: a page of a proxy is no proof.
void check_error(const Error& error, const Answer& answer) {
  promise(error.operation == "the call", "an error names the call");
  promise(!error.message.empty(), "an error says something");
  promise(!error.text().empty(), "an error can be written");
  if (error.kind == ErrorKind::missing) {
    // A letter of the body may be written as an escape.
    const bool may_be_escaped = answer.response.body.find_first_of("\\&") != std::string::npos;
    promise(says(answer.response, "Not") || says(answer.response, "NoSuch") || may_be_escaped,
            "only what AWS calls absent is absent");
  }
  if (aws::is_throttling(error)) promise(error.kind == ErrorKind::retry, "throttling passes");
}

}  // namespace

/// Any answer is an output of the operation or an Error that says what to do next.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answer = read_answer(std::string_view(reinterpret_cast<const char*>(data), size));
  const bool is_good = answer.response.status >= 200 && answer.response.status <= 299;
  const auto output = aws::decode_response(*answer.operation, "the call", answer.response);
  if (!output) {
    check_error(output.error(), answer);
    if (is_good)
      promise(output.error().kind == ErrorKind::retry, "an answer that cannot be read may come again");
    return 0;
  }
  promise(is_good, "a refusal is no output");
  promise(parse_json(json::serialize(*output)).has_value(), "an output can be written");
  return 0;
}
