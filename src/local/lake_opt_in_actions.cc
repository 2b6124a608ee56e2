#include "local/actions.h"
#include "local/lake_pages.h"
#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_rights.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

Result<void> check_admin(const Call& call) {
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted() || rights.admin()) return {};
  return fault("AccessDeniedException", "Insufficient Lake Formation permission(s) on Catalog");  // seen
}

Result<OptIn> read_opt_in(Call& call) {
  LM_CHECK(check_admin(call));
  OptIn out{.principal = std::string(text_or(call.object("Principal"), "DataLakePrincipalIdentifier")),
            .updated = call.now,
            .updated_by = call.region.catalog.texts.intern(call.from.principal_arn)};
  LM_TRY(out.resource, read_resource(call, call.object("Resource")));
  if (const json::object* condition = object_at(call.from.input, "Condition"))
    out.condition = text_or(*condition, "Expression");
  return out;
}

std::string key_of(const OptIn& of) { return Grant::key_of(of.resource, of.condition, of.principal); }

/// Again is the same (derived: the model lists no AlreadyExistsException).
Answer create_opt_in(Call& call) {
  LM_TRY(OptIn made, read_opt_in(call));
  if (!principal_exists(call, made.principal)) return invalid_input("Invalid principal");
  LM_CHECK(check_resource(call, made.resource));
  const std::string key = key_of(made);
  call.region.lake.opt_ins.put(key, std::move(made), call.moment());
  return "{}";
}

Answer delete_opt_in(Call& call) {
  LM_TRY(const OptIn named, read_opt_in(call));
  if (!call.region.lake.opt_ins.erase(key_of(named), call.moment())) return not_found("Entity Not Found");
  return "{}";
}

Answer list_opt_ins(Call& call) {
  std::string principal;
  if (const json::object* given = object_at(call.from.input, "Principal"))
    principal = text_or(*given, "DataLakePrincipalIdentifier");
  std::optional<LakeResource> resource;
  if (const json::object* given = object_at(call.from.input, "Resource")) {
    LM_TRY(resource, read_resource(call, *given));
  }
  return list_pages(
      call, call.region.lake.opt_ins, "LakeFormationOptInsInfoList",
      [&](const std::string&, const OptIn& one) -> json::value {
        if (!principal.empty() && one.principal != principal) return nullptr;
        if (resource && *resource != one.resource) return nullptr;
        json::object out{{"Principal", {{"DataLakePrincipalIdentifier", one.principal}}},
                         {"Resource", one.resource.to_json(call.region.account)},
                         {"LastModified", static_cast<double>(one.updated.time_since_epoch().count()) / 1000},
                         {"LastUpdatedBy", *one.updated_by}};
        if (!one.condition.empty()) out["Condition"] = {{"Expression", one.condition}};
        return out;
      });
}

constexpr Action all_opt_in_actions[] = {
    {"CreateLakeFormationOptIn", create_opt_in, false},
    {"DeleteLakeFormationOptIn", delete_opt_in, false},
    {"ListLakeFormationOptIns", list_opt_ins, true},
};

}  // namespace

std::span<const Action> lake_opt_in_actions() { return all_opt_in_actions; }

}  // namespace lakemirror::local
