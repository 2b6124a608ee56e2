#include "permissions/holding_change.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

namespace {

using Rows = std::map<Holding::Key, Words>;

constexpr std::string_view missing = "missing at the target";
constexpr std::string_view not_granted = "not granted at the source";
constexpr std::string_view option_differs = "grant option differs";
constexpr std::string_view with_all = "ALL goes as a whole";
constexpr std::string_view again = "granted again after the revoke";
constexpr std::string_view option_only = "in case only its grant option went";

/// What of `words`, given on the resource of `key`, the normal form `other` lacks for any part of it.
Words lacking(const Holding::Key& key, const Words& words, const Holding& other_normal) {
  Words lack;
  for (const Resource& part : key.resource.parts()) {
    const Words* there = other_normal.find({part, key.condition});
    lack.add(there == nullptr ? words : words.without(*there));
  }
  return lack;
}

/// What has to be revoked: of each row as it is listed, the words that give more than is wanted.
Rows excess(const Holding& have, const Holding& want_normal) {
  Rows taken;
  for (const auto& [key, words] : have.rows()) {
    Words gone = lacking(key, words, want_normal);
    if (gone.empty()) continue;
    if (words.holds(all)) gone.add(all, words.holds(all, true));  // rule 1
    taken[key] = gone;
  }
  return taken;
}

/// What is certain to be left of a row when `taken` has been revoked.
Words left_of(const Holding::Key& key, const Words& words, const Rows& taken) {
  Words left = words;
  for (const auto& [other, gone] : taken) {
    const bool same = other == key;
    if (same && gone.holds(all)) return {};
    if (!same && !other.resource.overlaps(key.resource)) continue;
    for (const std::string& word : gone.names()) left.remove(word);
  }
  return left;
}

Holding remainder(const Holding& have, const Rows& taken) {
  Holding left;
  for (const auto& [key, words] : have.rows()) left.add(key, left_of(key, words, taken));
  return left;
}

/// Whether `given` must wait until `gone` has been revoked; see the rules of HoldingChange.
bool in_the_way(const Holding::Key& revoked, const Words& gone, const Holding::Key& granted,
                const Words& given) {
  if (revoked == granted) return gone.holds(all) || given.holds(all) || gone.shares_any(given);
  if (revoked.resource == granted.resource) return true;
  const auto selects = [](const Words& words) { return words.holds(select) || words.holds(all); };
  return revoked.resource.kind() == ResourceKind::tag || (selects(gone) && selects(given));
}

/// The words of `gone` that are revoked with their grant option and not wanted without it either.
Words wholly_gone(const Holding::Key& key, const Words& gone, const Holding& want_normal) {
  Words plain;
  for (const std::string& word : gone.grantable_names()) plain.add(word);
  Words whole = lacking(key, plain, want_normal);
  if (plain.holds(all)) whole.add(all);  // rule 1
  return whole;
}

std::string reason(std::initializer_list<std::pair<bool, std::string_view>> reasons) {
  std::vector<std::string> said;
  for (const auto& [holds, words] : reasons) {
    if (holds) said.emplace_back(words);
  }
  return join(said, "; ");
}

/// Why `gone` is revoked: some of its words are not wanted at all, some not as grantable, ALL perhaps as
/// wanted.
std::string reason_to_revoke(const Holding::Key& key, const Words& gone, const Holding& want_normal) {
  Words plain;
  for (const std::string& word : gone.names()) plain.add(word);
  const Words unwanted = lacking(key, plain, want_normal);
  const Words too_much = lacking(key, gone, want_normal);
  const bool only_option = too_much.names() != unwanted.names();
  const bool all_too = gone.holds(all) && !too_much.holds(all);
  return reason({{!unwanted.empty(), not_granted}, {only_option, option_differs}, {all_too, with_all}});
}

std::string reason_to_grant(const Holding::Key& key, const Words& given, const Holding& have_normal) {
  Words plain;
  for (const std::string& word : given.names()) plain.add(word);
  const Words fresh = lacking(key, plain, have_normal);
  const Words lack = lacking(key, given, have_normal);
  const bool only_option = lack.names() != fresh.names();
  const bool nothing_new = lack.empty();
  return reason({{!fresh.empty(), missing}, {only_option, option_differs}, {nothing_new, again}});
}

}  // namespace

HoldingChange change(const std::string& principal, const Holding& have, const Holding& want) {
  HoldingChange out;
  if (have == want) return out;
  const Holding have_normal = have.normal(), want_normal = want.normal();
  const Rows taken = excess(have, want_normal);
  for (const auto& [key, gone] : taken) {
    out.revokes.push_back({PermissionCall::Action::revoke,
                           {principal, key.resource, gone, key.condition},
                           reason_to_revoke(key, gone, want_normal)});
    if (Words whole = wholly_gone(key, gone, want_normal); !whole.empty()) {  // rule 2
      out.revokes.push_back({PermissionCall::Action::revoke,
                             {principal, key.resource, std::move(whole), key.condition},
                             std::string(option_only)});
    }
  }
  const Holding left = remainder(have, taken).normal();
  for (const auto& row : want.rows()) {
    const Holding::Key& key = row.first;
    const Words given = lacking(key, row.second, left).without_implied(key.resource.kind());
    if (given.empty()) continue;
    const bool waits = std::ranges::any_of(
        taken, [&](const auto& revoked) { return in_the_way(revoked.first, revoked.second, key, given); });
    (waits ? out.grants_at_last : out.grants)
        .push_back({PermissionCall::Action::grant,
                    {principal, key.resource, given, key.condition},
                    reason_to_grant(key, given, have_normal)});
  }
  return out;
}

}  // namespace lakemirror::permissions
