#include <fmt/format.h>

#include "local/actions.h"
#include "local/lake_gate.h"
#include "local/lake_grants.h"
#include "local/lake_pages.h"
#include "local/lake_principals.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

constexpr std::size_t most_expressions = 1'000;  // documented

tl::unexpected<Error> no_expression() { return not_found("LF-Tag expression does not exist."); }

Result<std::vector<TagPair>> read_body(const Call& call) {
  std::vector<TagPair> out = read_expression(call, call.array("Expression"));
  if (!expression_exists(call, out)) return not_found("Tag or tag value does not exist.");
  return out;
}

json::object expression_json(const Call& call, const std::string& name, const TagExpression& from) {
  json::object out{
      {"Name", name}, {"CatalogId", call.region.account}, {"Expression", to_json(from.expression)}};
  if (!from.description.empty()) out["Description"] = from.description;
  return out;
}

/// Its creator may change it, and who was granted that (documented).
bool may_change(const Call& call, const std::string& name, const TagExpression& of, Permission permission) {
  const Rights rights = Rights::of_caller(call);
  return rights.unrestricted() || rights.admin() ||
         covers(principal_of(*of.created_by), rights.principal()) ||
         rights.on({.kind = LakeResource::Kind::tag_expression, .name = name}).may(permission);
}

Answer create_expression(Call& call) {
  const Rights rights = Rights::of_caller(call);
  const bool may = rights.unrestricted() || rights.admin() ||
                   rights.on_catalog().may(Permission::create_lf_tag_expression);
  if (!may) return denied_lake_right("Create LF Tag Expression", "Catalog");
  const std::string name(call.text("Name"));
  Shelf<TagExpression>& expressions = call.region.lake.expressions;
  // The model lists no AlreadyExistsException here; the words are derived.
  if (expressions.find(name) != nullptr) return invalid_input("LF-Tag expression already exists.");
  if (expressions.size() >= most_expressions) {
    return fault("ResourceNumberLimitExceededException",
                 fmt::format("Number of LF-Tag expressions exceeds the limit {}", most_expressions));
  }
  LM_TRY(auto body, read_body(call));
  expressions.put(name,
                  {.description = std::string(call.text("Description")),
                   .expression = std::move(body),
                   .created_by = call.region.catalog.texts.intern(calling_principal(call))},
                  call.moment());
  return "{}";
}

Answer get_expression(Call& call) {
  const std::string name(call.text("Name"));
  const TagExpression* found = call.region.lake.expressions.find(name, call.view);
  if (found == nullptr) return no_expression();
  return json::serialize(expression_json(call, name, *found));
}

Answer list_expressions(Call& call) {
  return list_pages(call, call.region.lake.expressions, "LFTagExpressions",
                    [&](const std::string& name, const TagExpression& expression) -> json::value {
                      return expression_json(call, name, expression);
                    });
}

/// Description and body are replaced whole (seen).
Answer update_expression(Call& call) {
  const std::string name(call.text("Name"));
  const TagExpression* found = call.region.lake.expressions.find(name);
  if (found == nullptr) return no_expression();
  if (!may_change(call, name, *found, Permission::alter)) return denied_lake_right("Alter", name);
  TagExpression updated = *found;
  LM_TRY(updated.expression, read_body(call));
  updated.description = call.text("Description");
  call.region.lake.expressions.put(name, std::move(updated), call.moment());
  return "{}";
}

/// The grants on policies that name it go with it (documented).
Answer delete_expression(Call& call) {
  const std::string name(call.text("Name"));
  const TagExpression* found = call.region.lake.expressions.find(name);
  if (found == nullptr) return no_expression();
  if (!may_change(call, name, *found, Permission::drop)) return denied_lake_right("Drop", name);
  call.region.lake.expressions.erase(name, call.moment());
  for (const bool of_tables : {false, true}) {
    const LakeResource policy{.kind = LakeResource::Kind::named_policy, .name = name, .of_tables = of_tables};
    drop_grants(call, policy.key() + '\x1e');
  }
  drop_grants(call, LakeResource{.kind = LakeResource::Kind::tag_expression, .name = name}.key() + '\x1e');
  return "{}";
}

constexpr Action all_expression_actions[] = {
    {"CreateLFTagExpression", create_expression, false}, {"GetLFTagExpression", get_expression, true},
    {"ListLFTagExpressions", list_expressions, true},    {"UpdateLFTagExpression", update_expression, false},
    {"DeleteLFTagExpression", delete_expression, false},
};

}  // namespace

std::span<const Action> lake_expression_actions() { return all_expression_actions; }

}  // namespace lakemirror::local
