#include "diff/diff.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::diff {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::KeyKind;
using model::ObjectState;

namespace {

json::object mapped_body(const Key& key, json::object body, const mapping::Mapping& mapping,
                         std::vector<std::string>* unmapped) {
  switch (key.kind()) {
    case KeyKind::database:
      return mapping.database(std::move(body), unmapped);
    case KeyKind::table:
      return mapping.table(std::move(body), unmapped);
    case KeyKind::partition:
      return mapping.partition(std::move(body), unmapped);
    case KeyKind::location:
      return mapping.location(std::move(body), unmapped);
    case KeyKind::catalog:
    case KeyKind::filter:
    case KeyKind::assignment:
    case KeyKind::settings:
    case KeyKind::tag:
    case KeyKind::expression:
    case KeyKind::grants:
      break;
  }
  return body;
}

Error unmapped_error(const Key& key, const std::vector<std::string>& unmapped) {
  return {.kind = ErrorKind::denied,
          .operation = "map locations",
          .subject = key.text(),
          .code = "UnmappedLocation",
          .message =
              "no rule maps " + unmapped.front() +
              (unmapped.size() > 1 ? " and " + std::to_string(unmapped.size() - 1) + " more" : std::string()),
          .hint = "add the bucket to S3BucketMapping, or set unmapped_locations = keep"};
}

/// UpdateDatabase and UpdateTable on a resource link change what it points at (AWS,
/// resource-links-glue-apis). And a table with another number of partition keys is another table: no
/// partition of the old one fits it.
bool must_be_made_anew(const ObjectState& source, const ObjectState& target) {
  if (source.is_link || target.is_link) return true;
  return source.partition_keys && target.partition_keys && *source.partition_keys != *target.partition_keys;
}

void compare_present(const Key& key, ObjectState& source, const ObjectState& target, const Rules& rules,
                     Difference& out) {
  std::vector<std::string> unmapped;
  auto wanted = mapped_body(key, std::move(source.body), rules.mapping, &unmapped);
  if (rules.park_unmapped && !unmapped.empty()) {
    out.undecided.emplace(key, unmapped_error(key, unmapped));
    return;
  }
  const auto fingerprint = model::fingerprint_of(wanted);
  if (target.is_absent()) {
    out.changes.push_back({.kind = ChangeKind::create,
                           .key = key,
                           .body = std::move(wanted),
                           .fingerprint = fingerprint,
                           .reason = "missing at the target"});
    return;
  }
  if (fingerprint == target.fingerprint) return;
  const auto kind = must_be_made_anew(source, target) ? ChangeKind::replace : ChangeKind::update;
  auto reason = target.body.empty() ? std::string("differs") : differing_members(wanted, target.body);
  std::vector<std::string> dropped;
  std::copy_if(target.members.begin(), target.members.end(), std::back_inserter(dropped),
               [&](const auto& name) { return !wanted.contains(name); });
  out.changes.push_back({.kind = kind,
                         .key = key,
                         .body = std::move(wanted),
                         .fingerprint = fingerprint,
                         .dropped = std::move(dropped),
                         .reason = std::move(reason)});
}

}  // namespace

std::string differing_members(const json::object& wanted, const json::object& held) {
  std::vector<std::string> names;
  for (const auto& member : wanted) {
    const auto* other = held.if_contains(member.key());
    if (other == nullptr || canonical_json(*other) != canonical_json(member.value()))
      names.emplace_back(member.key());
  }
  for (const auto& member : held) {
    if (!wanted.contains(member.key())) names.emplace_back(member.key());
  }
  return join(names, ", ") + (names.size() == 1 ? " differs" : " differ");
}

Difference diff(model::Snapshot source, const model::Snapshot& target, const Rules& rules) {
  Difference out;
  auto states = std::move(source.states);  // bodies go from here into the changes, one by one
  for (auto& [key, here] : states) {
    const auto* there = target.find(key);
    if (here.presence == model::Presence::unknown) {
      out.undecided.emplace(
          key, here.error.value_or(Error{.kind = ErrorKind::retry, .message = "not read at the source"}));
    } else if (there == nullptr || there->presence == model::Presence::unknown) {
      const auto error = there == nullptr ? std::nullopt : there->error;
      out.undecided.emplace(
          key, error.value_or(Error{.kind = ErrorKind::retry, .message = "not read at the target"}));
    } else if (here.is_present()) {
      compare_present(key, here, *there, rules, out);
    } else if (there->is_present()) {
      out.changes.push_back({.kind = ChangeKind::remove, .key = key, .reason = "not at the source"});
    }
  }
  return out;
}

}  // namespace lakemirror::diff
