#include <fmt/format.h>

#include "local/actions.h"
#include "local/lake_grants.h"
#include "local/lake_principals.h"

namespace lakemirror::local {

namespace {

using Apply = Result<void> (*)(Call&, const PermissionChange&);

Answer apply_one(Call& call, Apply apply) {
  LM_CHECK(ask_iam(call));
  LM_TRY(const PermissionChange change, read_change(call, call.from.input));
  LM_CHECK(apply(call, change));
  return "{}";
}

Answer grant_permissions(Call& call) { return apply_one(call, grant); }
Answer revoke_permissions(Call& call) { return apply_one(call, revoke); }

/// Each entry by itself: what fails is listed, the others take effect (seen).
Answer apply_batch(Call& call, Apply apply) {
  constexpr std::size_t most = 20;  // documented, and not in the model
  const json::array& entries = call.array("Entries");
  if (entries.size() > most)
    return invalid_input(fmt::format("The number of entries must not be more than {}.", most));
  json::array failures;
  for (const auto& element : entries) {
    const json::object& entry = element.get_object();
    Result<void> applied = ask_iam(call);
    if (applied) {
      const auto change = read_change(call, entry);
      applied = change ? apply(call, *change) : Result<void>(tl::unexpected<Error>(change.error()));
    }
    if (applied) continue;
    failures.push_back(
        {{"RequestEntry", entry},
         {"Error", {{"ErrorCode", applied.error().code}, {"ErrorMessage", applied.error().message}}}});
  }
  return json::serialize(json::object{{"Failures", std::move(failures)}});
}

Answer batch_grant_permissions(Call& call) { return apply_batch(call, grant); }
Answer batch_revoke_permissions(Call& call) { return apply_batch(call, revoke); }

constexpr Action all_grant_actions[] = {
    {"GrantPermissions", grant_permissions, false},
    {"RevokePermissions", revoke_permissions, false},
    {"BatchGrantPermissions", batch_grant_permissions, false},
    {"BatchRevokePermissions", batch_revoke_permissions, false},
};

}  // namespace

std::span<const Action> lake_grant_actions() { return all_grant_actions; }

}  // namespace lakemirror::local
