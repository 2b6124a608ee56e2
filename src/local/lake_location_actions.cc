#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "local/actions.h"
#include "local/lake_grants.h"
#include "local/lake_pages.h"
#include "local/lake_principals.h"

namespace lakemirror::local {

namespace {

tl::unexpected<Error> no_location() { return not_found("Entity not found"); }

/// Without a role of its own a location is used through the service-linked one (seen).
std::string service_linked_role(const Call& call) {
  return fmt::format(
      "arn:aws:iam::{}:role/aws-service-role/lakeformation.amazonaws.com/"
      "AWSServiceRoleForLakeFormationDataAccess",
      call.region.account);
}

/// The optional members that are shown as they were given.
void take(json::object& body, const json::object& from) {
  for (const char* member : {"WithFederation", "WithPrivilegedAccess", "ExpectedResourceOwnerAccount"}) {
    const json::value* given = from.if_contains(member);
    if (given != nullptr && !given->is_null()) body[member] = *given;
  }
}

Answer register_location(Call& call) {
  LM_CHECK(ask_iam(call));
  Shelf<RegisteredLocation>& locations = call.region.lake.locations;
  const std::string arn(call.text("ResourceArn"));
  if (!arn.starts_with("arn:aws") || split(arn, ':').size() < 6)
    return invalid_input("ResourceArn is not valid.");
  if (locations.find(arn) != nullptr) return already_exists("Resource is already registered");
  const std::string_view role = call.text("RoleArn");
  const bool linked = call.flag("UseServiceLinkedRole") || role.empty();
  RegisteredLocation made{.service_linked = linked, .updated = call.now};
  made.body = {{"RoleArn", linked ? service_linked_role(call) : std::string(role)},
               {"HybridAccessEnabled", call.flag("HybridAccessEnabled")},
               {"VerificationStatus", "VERIFIED"}};
  take(made.body, call.from.input);
  locations.put(arn, std::move(made), call.moment());
  return "{}";
}

/// RoleArn must be given, and the service-linked role cannot be changed (documented).
Answer update_location(Call& call) {
  const std::string arn(call.text("ResourceArn"));
  const RegisteredLocation* found = call.region.lake.locations.find(arn);
  if (found == nullptr) return no_location();
  if (found->service_linked)
    return invalid_input("A location registered with the service-linked role cannot be updated.");
  RegisteredLocation updated = *found;
  updated.body["RoleArn"] = call.text("RoleArn");
  if (const json::value* hybrid = call.from.input.if_contains("HybridAccessEnabled"); hybrid != nullptr)
    updated.body["HybridAccessEnabled"] = *hybrid;
  take(updated.body, call.from.input);
  updated.updated = call.now;
  call.region.lake.locations.put(arn, std::move(updated), call.moment());
  return "{}";
}

Answer deregister_location(Call& call) {
  LM_CHECK(ask_iam(call));
  const std::string arn(call.text("ResourceArn"));
  if (!call.region.lake.locations.erase(arn, call.moment())) return no_location();
  if (call.knobs.deregister_drops_grants) {
    drop_grants(call, LakeResource{.kind = LakeResource::Kind::location, .name = arn}.key() + '\x1e');
  }
  return "{}";
}

json::object location_json(const std::string& arn, const RegisteredLocation& from) {
  json::object out{{"ResourceArn", arn}};
  for (const auto& member : from.body) out[member.key()] = member.value();
  out["LastModified"] = static_cast<double>(from.updated.time_since_epoch().count()) / 1000;
  return out;
}

Answer describe_location(Call& call) {
  const std::string arn(call.text("ResourceArn"));
  const RegisteredLocation* found = call.region.lake.locations.find(arn, call.view);
  if (found == nullptr) return no_location();
  return json::serialize(json::object{{"ResourceInfo", location_json(arn, *found)}});
}

/// One condition of a FilterConditionList; times are not compared here.
bool fulfils(const json::object& condition, const json::object& location) {
  const std::string_view field = text_or(condition, "Field");
  const std::string_view value = text_or(location, field == "ROLE_ARN" ? "RoleArn" : "ResourceArn");
  const std::string_view by = text_or(condition, "ComparisonOperator");
  const json::array* given = array_at(condition, "StringValueList");
  if (given == nullptr || field == "LAST_MODIFIED") return true;
  const auto any = [&](auto&& matches) {
    return std::ranges::any_of(*given, [&](const json::value& one) { return matches(one.get_string()); });
  };
  if (by == "NE") return !any([&](std::string_view one) { return value == one; });
  if (by == "NOT_CONTAINS")
    return !any([&](std::string_view one) { return value.find(one) != std::string_view::npos; });
  if (by == "CONTAINS")
    return any([&](std::string_view one) { return value.find(one) != std::string_view::npos; });
  if (by == "BEGINS_WITH") return any([&](std::string_view one) { return value.starts_with(one); });
  return any([&](std::string_view one) { return value == one; });
}

Answer list_locations(Call& call) {
  const json::array* conditions = array_at(call.from.input, "FilterConditionList");
  return list_pages(call, call.region.lake.locations, "ResourceInfoList",
                    [&](const std::string& arn, const RegisteredLocation& location) -> json::value {
                      json::object shown = location_json(arn, location);
                      if (conditions == nullptr) return shown;
                      const bool wanted = std::ranges::all_of(*conditions, [&](const json::value& one) {
                        return fulfils(one.get_object(), shown);
                      });
                      return wanted ? json::value(std::move(shown)) : json::value();
                    });
}

constexpr Action all_location_actions[] = {
    {"RegisterResource", register_location, false},
    {"UpdateResource", update_location, false},
    {"DeregisterResource", deregister_location, false},
    {"DescribeResource", describe_location, true},
    {"ListResources", list_locations, true},
};

}  // namespace

std::span<const Action> lake_location_actions() { return all_location_actions; }

}  // namespace lakemirror::local
