#include "workload/administrator.h"

#include <algorithm>

#include "aws/account.h"

namespace lakemirror::workload {

Result<std::string> become_administrator(aws::Client& client) {
  LM_TRY(const auto caller, aws::identity_of(client));
  LM_TRY(const auto answer, client.call(api::Service::lakeformation, "GetDataLakeSettings", {}));
  const auto* shown = object_at(answer, "DataLakeSettings");
  auto settings = shown == nullptr ? json::object() : *shown;
  auto& admins = settings["DataLakeAdmins"];
  if (!admins.is_array()) admins = json::array();
  const json::object own{{"DataLakePrincipalIdentifier", caller.arn}};
  auto& list = admins.get_array();
  if (std::find(list.begin(), list.end(), own) != list.end()) return caller.arn;
  list.push_back(own);
  LM_CHECK(client.call(api::Service::lakeformation, "PutDataLakeSettings", {{"DataLakeSettings", settings}}));
  return caller.arn;
}

}  // namespace lakemirror::workload
