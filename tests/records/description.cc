#include "records/description.h"

#include "permissions/grant.h"
#include "records/sample.h"

namespace lakemirror::records {

namespace {

std::string_view plural_of(model::KeyKind kind) {
  using enum model::KeyKind;
  switch (kind) {
    case filter:
      return "filters";
    case assignment:
      return "assignments";
    case location:
      return "locations";
    case tag:
      return "tags";
    case expression:
      return "expressions";
    case grants:
      return "grants";
    default:
      return "keys";
  }
}

json::value describe_grant(const translate::RecordedGrant& grant) {
  using Action = permissions::RecordedRequest::Action;
  return {{"action", grant.request.action == Action::grant ? "grant" : "revoke"},
          {"request", permissions::to_json(grant.request.grant, followed_account)},
          {"is_proven", grant.is_proven}};
}

template <class Elements, class Describe>
void put_list(json::object& object, std::string_view name, const Elements& elements, Describe describe) {
  json::array list;
  for (const auto& element : elements) list.push_back(json::value(describe(element)));
  if (!list.empty()) object[name] = std::move(list);
}

}  // namespace

json::object describe(const translate::Touch& touched) {
  json::object told;
  put_list(told, "keys", touched.scopes,
           [](const model::Scope& scope) { return scope.key.text() + (scope.subtree ? "/**" : ""); });
  put_list(told, "unnamed", touched.unnamed, [](const translate::UnnamedKeys& unnamed) {
    return std::string(plural_of(unnamed.kind)) + " within " + unnamed.within.text() + ": " + unnamed.why;
  });
  put_list(told, "grants", touched.grants, describe_grant);
  if (touched.ignored) told["ignored"] = *touched.ignored;
  if (touched.malformed) told["malformed"] = touched.malformed->message;
  return told;
}

}  // namespace lakemirror::records
