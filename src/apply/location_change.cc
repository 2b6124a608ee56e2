#include "apply/location_change.h"

#include "apply/governance_call.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::ResultKind;

namespace {

constexpr std::string_view service_linked_path = "/aws-service-role/lakeformation.amazonaws.com/";

bool flag(const json::object& from, std::string_view member) {
  const json::value* value = from.if_contains(member);
  return value != nullptr && *value == json::value(true);
}

bool is_service_linked(const json::object& info) {
  const std::string_view role = text_or(info, "RoleArn");
  return role.empty() || role.find(service_linked_path) != std::string_view::npos;
}

class Location {
 public:
  Location(aws::Client& target, const Change& change) : target_(target), change_(change) {}

  ChangeResult put() {
    if (change_.kind == ChangeKind::replace) return register_again();
    if (change_.kind == ChangeKind::update) return update();
    auto created = register_it(ResultKind::created);
    return failed_as(created, ErrorKind::exists) ? after(created, update()) : created;
  }

  ChangeResult remove() {
    auto removed = call("DeregisterResource", {{"ResourceArn", change_.key.name()}}, ResultKind::deleted);
    return failed_as(removed, ErrorKind::missing) ? ChangeResult{.kind = ResultKind::unchanged} : removed;
  }

 private:
  ChangeResult call(std::string_view operation, const json::object& input, ResultKind on_success) {
    return call_lake_formation(target_, operation, input, change_, on_success);
  }

  ChangeResult register_it(ResultKind on_success) {
    return call("RegisterResource", change_.body, on_success);
  }

  ChangeResult register_again() {
    auto removed = remove();
    if (removed.kind == ResultKind::failed) {
      removed.made_anew = may_be_done(removed);
      return removed;
    }
    auto created = register_it(ResultKind::updated);
    created.made_anew = true;
    return created;
  }

  /// UpdateResource takes a role and cannot change a location of the service-linked role (documented), has no
  /// WithPrivilegedAccess (API model), and what it does about an expected owner that is left out is not
  /// documented. What is held decides, so it is read.
  bool can_update(const json::object& held) const {
    const json::object& wanted = change_.body;
    if (is_service_linked(held) || !wanted.contains("RoleArn")) return false;
    if (flag(held, "WithPrivilegedAccess") != flag(wanted, "WithPrivilegedAccess")) return false;
    return !held.contains("ExpectedResourceOwnerAccount") || wanted.contains("ExpectedResourceOwnerAccount");
  }

  ChangeResult update() {
    const auto answer =
        target_.call(api::Service::lakeformation, "DescribeResource", {{"ResourceArn", change_.key.name()}});
    if (!answer && answer.error().kind == ErrorKind::missing) return register_it(ResultKind::created);
    if (!answer) return failed_change(answer.error(), change_);
    const json::object* held = object_at(*answer, "ResourceInfo");
    if (held == nullptr || !can_update(*held)) return register_again();
    json::object input = change_.body;
    for (const char* member : {"UseServiceLinkedRole", "WithPrivilegedAccess"}) input.erase(member);
    // Left out they may stay as they are.
    for (const char* member : {"HybridAccessEnabled", "WithFederation"}) input[member] = flag(input, member);
    auto updated = call("UpdateResource", input, ResultKind::updated);
    return failed_as(updated, ErrorKind::missing) ? register_it(ResultKind::created) : updated;
  }

  aws::Client& target_;
  const Change& change_;
};

}  // namespace

ChangeResult apply_location(aws::Client& target, const Change& change) {
  Location location(target, change);
  return change.kind == ChangeKind::remove ? location.remove() : location.put();
}

}  // namespace lakemirror::apply
