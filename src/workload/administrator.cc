#include "workload/administrator.h"

#include <algorithm>

#include "aws/account.h"

namespace lakemirror::workload {

Result<std::string> become_administrator(aws::Client& client, const std::vector<std::string>& others) {
  LM_TRY(const auto caller, aws::identity_of(client));
  LM_TRY(const auto answer, client.call(api::Service::lakeformation, "GetDataLakeSettings", {}));
  const auto* shown = object_at(answer, "DataLakeSettings");
  auto settings = shown == nullptr ? json::object() : *shown;
  auto& admins = settings["DataLakeAdmins"];
  if (!admins.is_array()) admins = json::array();
  auto& list = admins.get_array();
  const auto before = list.size();
  auto wanted = others;
  wanted.push_back(caller.arn);
  for (const auto& arn : wanted) {
    const json::object one{{"DataLakePrincipalIdentifier", arn}};
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  }
  if (list.size() == before) return caller.arn;
  LM_CHECK(client.call(api::Service::lakeformation, "PutDataLakeSettings", {{"DataLakeSettings", settings}}));
  return caller.arn;
}

}  // namespace lakemirror::workload
