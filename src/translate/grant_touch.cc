#include <algorithm>

#include "translate/lake_touch.h"
#include "translate/readable.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::KeyKind;
using permissions::RecordedRequest;

void touch_every_grant(Touch& touched, std::string why) {
  if (touched.unnamed.empty()) touched.unnamed.push_back({KeyKind::grants, Key(), std::move(why)});
}

void touch_holder(Touch& touched, const RecordedRequest& request) {
  model::Scope scope{holder_of(request.grant), false};
  if (std::ranges::find(touched.scopes, scope) == touched.scopes.end())
    touched.scopes.push_back(std::move(scope));
}

/// Of a batch: whether its answer tells of every entry whether it failed. Not when the answer was omitted, or
/// when a failure names an entry that is not there, or is there twice: any of them may then have failed.
bool tells_failures(const LakeCall& call, const json::object& request, std::size_t succeeded) {
  if (!call.name.starts_with("Batch")) return true;
  if (call.record.hides_response()) return false;
  const auto* answer = call.record.response().if_object();
  const auto* value = answer == nullptr ? nullptr : find_member(*answer, "failures");
  if (value != nullptr && !value->is_null() && !value->is_array()) return false;
  const auto* failures = call.record.response_list("failures");
  const auto* entries = find_member(request, "entries");
  if (entries == nullptr || !entries->is_array() || entries->get_array().empty()) return false;
  return succeeded + (failures == nullptr ? 0 : failures->size()) == entries->get_array().size();
}

/// What of the resource nobody can have asked for: the record was damaged, and what was granted is something
/// else.
std::optional<std::string_view> unreadable_part(const permissions::Resource& resource) {
  const auto& catalog = resource.catalog_id();
  if (!catalog.empty() && !can_be_catalog(catalog)) return "the record's catalogId cannot be one";
  const auto& pairs = resource.expression().pairs();
  const bool lacks_values =
      std::ranges::any_of(pairs, [](const permissions::TagPair& pair) { return pair.values.empty(); });
  if (lacks_values) return "the record shows no values of an LF-tag";
  return std::nullopt;
}

std::string reason_of(const Error& error) {
  return error.subject.empty() ? error.message : error.subject + " " + error.message;
}

}  // namespace

Key holder_of(const permissions::Grant& grant) {
  return Key::grants(grant.principal, grant.resource.subject().text());
}

Touch touch_grants(const LakeCall& call) {
  Touch touched;
  const auto* request = call.record.request();
  // Its `resources` would not name who was granted what, nor, of a batch, every resource.
  if (request == nullptr) {
    touch_every_grant(touched, "the record does not show the request");
    return touched;
  }
  const auto done =
      permissions::read_record(call.name, json::value(*request), call.record.response(), call.account);
  // What the service gave up on may have been done. A late or corrected record may be older than what is
  // known.
  const bool is_told = tells_failures(call, *request, done.size());
  const bool is_proven = call.record.text("errorCode").empty() && !call.record.is_addendum() && is_told;
  for (const auto& result : done) {
    if (!result) {
      touch_every_grant(touched, reason_of(result.error()));
      continue;
    }
    if (const auto why = unreadable_part(result->grant.resource)) {
      touch_every_grant(touched, std::string(*why));
      continue;
    }
    touch_holder(touched, *result);
    // Every request names a permission (documented): where none is left, the record lacks it.
    touched.grants.push_back({*result, is_proven && !result->grant.words.empty()});
  }
  if (done.empty() && !is_told) touch_every_grant(touched, "the record does not tell which entries failed");
  if (done.empty() && is_told) touched.ignored = every_item_failed;
  return touched;
}

}  // namespace lakemirror::translate
