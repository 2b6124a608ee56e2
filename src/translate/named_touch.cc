#include "translate/lake_touch.h"

// Events about what has a name in the account itself: settings, locations, LF-tags and LF-tag expressions.

namespace lakemirror::translate {

namespace {

using model::Key;
using model::KeyKind;

/// What a deletion takes along leaves no record. What is created anew has nothing on it yet: if the name was
/// in use before, that it went has a record of its own.
bool takes_along(const LakeCall& call) {
  return call.name.starts_with("Delete") || call.name.starts_with("Deregister");
}

/// The touch of the key that a member names; when nothing does, of all keys of its kind, and with `subtree`
/// of all that may go with one.
Touch touch_named(const LakeCall& call, std::string_view member, KeyKind kind, Key (*key)(std::string_view),
                  bool subtree) {
  const auto* request = call.record.request();
  const auto name = request == nullptr ? std::nullopt : name_at(*request, member);
  if (name) return {.scopes = {{key(*name), subtree}}};
  const std::string why = "the record shows no " + std::string(member);
  Touch touched{.unnamed = {{kind, Key(), why}}};
  if (subtree && kind == KeyKind::tag) touched.unnamed.push_back({KeyKind::assignment, Key(), why});
  if (subtree) touched.unnamed.push_back({KeyKind::grants, Key(), why});
  return touched;
}

/// A value that cannot be read may be one that went.
bool deletes_values(const LakeCall& call) {
  const auto* request = call.record.request();
  if (request == nullptr) return true;
  const auto* values = find_member(*request, "tagValuesToDelete");
  if (values == nullptr || values->is_null()) return false;
  return !values->is_array() || !values->get_array().empty();
}

}  // namespace

Touch touch_settings(const LakeCall&) { return {.scopes = {{Key::settings(), false}}}; }

Touch touch_location(const LakeCall& call) {
  return touch_named(call, "resourceArn", KeyKind::location, Key::location, takes_along(call));
}

// A tag may be deleted while it is in use, and then vanishes from every resource (seen). That a value in use
// may not be is documented; what used it is looked at all the same.
Touch touch_tag(const LakeCall& call) {
  const bool values_went = call.name == "UpdateLFTag" && deletes_values(call);
  return touch_named(call, "tagKey", KeyKind::tag, Key::tag, takes_along(call) || values_went);
}

// The grants by an expression go with it (documented).
Touch touch_expression(const LakeCall& call) {
  return touch_named(call, "name", KeyKind::expression, Key::expression, takes_along(call));
}

}  // namespace lakemirror::translate
