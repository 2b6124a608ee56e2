#include "local/aws.h"

using namespace lakemirror;

/// The first line chooses the target operation, the rest is the body: any request is answered, none crashes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static local::Aws aws([] {
    local::Options options;
    options.verify_signatures = false;
    return options;
  }());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = text.substr(0, text.find('\n'));
  local::HttpRequest request;
  request.method = "POST";
  request.target = line.starts_with("/") ? std::string(line) : "/";
  request.headers.emplace_back("content-type", "application/x-amz-json-1.1");
  if (!line.starts_with("/")) request.headers.emplace_back("x-amz-target", std::string(line));
  request.body = line.size() < text.size() ? std::string(text.substr(line.size() + 1)) : "";
  if (aws.handle(request).status == 0) __builtin_trap();
  return 0;
}
