#include "aws/denied_or_missing.h"

namespace lakemirror::aws {
namespace {

constexpr std::string_view means_both = "Resource does not exist or requester is not authorized";

}  // namespace

Error denied_or_missing(Client& client, Error error, std::string_view database, std::string_view table) {
  const bool means_either =
      error.kind == ErrorKind::denied && error.message.find(means_both) != std::string::npos;
  if (!means_either || database.empty()) return error;
  const auto found = table.empty() ? client.call(api::Service::glue, "GetDatabase", {{"Name", database}})
                                   : client.call(api::Service::glue, "GetTable",
                                                 {{"DatabaseName", database}, {"Name", table}});
  if (found || (found.error().kind != ErrorKind::missing && found.error().kind != ErrorKind::retry))
    return error;
  error.kind = found.error().kind;
  error.hint.clear();
  return error;
}

}  // namespace lakemirror::aws
