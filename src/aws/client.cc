#include "aws/client.h"

#include <string>

namespace lakemirror::aws {
namespace {

/// At 100 items a page this is ten million tables of one database: more than AWS allows in an account. A
/// listing that goes on is a service that never ends.
constexpr int max_pages = 100'000;

Error endless(api::Service service, std::string_view operation, std::string_view why) {
  return {.kind = ErrorKind::invalid,
          .operation = std::string(api::info(service).endpoint_prefix) + ":" + std::string(operation),
          .message = "the listing does not end: " + std::string(why)};
}

}  // namespace

Result<void> for_each_page(Client& client, api::Service service, std::string_view operation,
                           json::object input,
                           const std::function<Result<bool>(json::object& page)>& on_page) {
  std::string token;
  for (int page_number = 0; page_number < max_pages; ++page_number) {
    LM_TRY(json::object page, client.call(service, operation, input));
    std::string next(text_or(page, "NextToken"));
    LM_TRY(const bool more, on_page(page));
    if (!more || next.empty()) return {};
    if (next == token) return fail(endless(service, operation, "the same NextToken came twice in a row"));
    token = std::move(next);
    input["NextToken"] = token;
  }
  return fail(endless(service, operation, "more than " + std::to_string(max_pages) + " pages"));
}

}  // namespace lakemirror::aws
