#include <pugixml.hpp>

#include "base/text.h"
#include "local/aws.h"
#include "promise.h"
#include "translate/touch.h"

using namespace lakemirror;

namespace {

std::string_view take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view out = text.substr(0, at);
  text.remove_prefix(std::min(at + end.size(), text.size()));
  return out;
}

/// "METHOD target", header lines, a blank line and the body; or "AWSGlue.CreateTable" and the body.
local::HttpRequest read_request(std::string_view text) {
  local::HttpRequest out;
  std::string_view line = take_until(text, "\n");
  if (line.find(' ') == std::string_view::npos) {
    out.headers.emplace_back("x-amz-target", line);
    out.body = text;
    return out;
  }
  out.method = take_until(line, " ");
  out.target = line;
  for (line = take_until(text, "\n"); !line.empty(); line = take_until(text, "\n")) {
    const std::string name(take_until(line, ": "));
    out.headers.emplace_back(name, line);
  }
  out.body = text;
  return out;
}

bool is_admin(const local::HttpRequest& request) { return request.target.starts_with("/_local/"); }

/// An answer is what its content type says.
void check_answer(const local::HttpResponse& answer) {
  promise(answer.status >= 200 && answer.status < 600, "an answer has a status");
  if (answer.content_type == "application/x-amz-json-1.1") {
    promise(parse_json(answer.body).has_value(), "a JSON answer is JSON");
  } else if (answer.content_type.ends_with("/xml") && !answer.body.empty()) {
    pugi::xml_document document;
    promise(bool(document.load_buffer(answer.body.data(), answer.body.size())), "an XML answer is XML");
  }
}

class Session {
 public:
  Session() {
    call("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
    call("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t",
      "PartitionKeys":[{"Name":"dt","Type":"string"},{"Name":"n","Type":"int"}]}})");
    call("CreatePartition",
         R"({"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["2026-01-01","5"]}})");
  }

  /// A request that is refused leaves the catalog as it was, unless the knobs make calls fail half-way.
  void send(const local::HttpRequest& request) {
    check_unsigned(request);
    const std::string before = catalog();
    const auto answer = aws_.handle(request);
    check_answer(answer);
    promise(answer.status != 500 || knobs_turned_, "no request makes the service stumble");
    if (is_admin(request)) knobs_turned_ = true;
    if (answer.status >= 400 && !knobs_turned_)
      promise(catalog() == before, "a refused request changes nothing");
  }

  /// The catalog is a document still, and the records of the calls are records to those who read them.
  void check_what_is_left() {
    promise(parse_json(catalog()).has_value(), "the catalog is a document");
    if (knobs_turned_) return;
    const auto page = aws_.invoke({.service = api::Service::cloudtrail, .operation = "LookupEvents"});
    promise(page.ok(), "records can be looked up");
    for (const auto& event : page.output.at("Events").as_array()) {
      const std::string record(event.at("CloudTrailEvent").as_string());
      promise(!translate::touch({.record = record}, {}).malformed, "every record can be read");
    }
  }

 private:
  void call(std::string operation, std::string_view input) {
    promise(aws_.invoke({.operation = std::move(operation), .input = parse_json(input)->as_object()}).ok(),
            "the catalog to begin with is made");
  }

  std::string catalog() const { return aws_.dump_text("", "us-east-1"); }

  /// Nobody comes in without a signature; the endpoints for whoever runs the server ask for none.
  void check_unsigned(const local::HttpRequest& request) {
    if (!is_admin(request)) promise(strict_.handle(request).status >= 400, "no signature, no entry");
  }

  VirtualClock clock_{parse_time("2026-09-26T18:34:02Z").value()};
  local::Aws aws_{{.clock = &clock_, .verify_signatures = false}};
  local::Aws strict_{{.clock = &clock_, .secret = "a secret that no input has"}};
  bool knobs_turned_ = false;
};

}  // namespace

/// Any requests, one after the other, are answered; a line "---" ends each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Session session;
  while (!text.empty()) session.send(read_request(take_until(text, "\n---\n")));
  session.check_what_is_left();
  return 0;
}
