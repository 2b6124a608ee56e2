#include "pipeline/anew_locations.h"

#include <algorithm>

#include "pipeline/wanted_grants.h"

namespace lakemirror::pipeline {

using model::Key;

void AnewLocations::note() {
  for (const auto& location : tools_.catalog.executor.take_changed())
    tools_.book.note_registered_anew(location.key);
  for (const auto& [key, kept] : tools_.book.registered_anew()) scopes_.locations[key].may_be_anew = true;
  // Whoever died may have done so in the middle of it.
  if (tools_.died_until <= tools_.catalog.clock.now()) return;
  for (auto& [key, node] : scopes_.locations) node.may_be_anew = true;
}

bool AnewLocations::any() const {
  return !tools_.catalog.executor.is_dry_run() &&
         std::ranges::any_of(scopes_.locations, [](const auto& item) { return item.second.may_be_anew; });
}

std::set<GrantBook::Holder> AnewLocations::holders() const {
  std::set<GrantBook::Holder> found;
  for (const auto& holder : tools_.book.holders()) {
    if (digest_of(holder) != nullptr) found.insert(holder);
  }
  for (const auto& [key, kept] : tools_.book.registered_anew()) {
    for (const auto& [holder, held] : kept) found.insert(holder);
  }
  return found;
}

Digest* AnewLocations::digest_of(const GrantBook::Holder& holder) const {
  for (auto& [key, node] : scopes_.locations) {
    if (node.may_be_anew && GrantBook::is_on(holder.subject, key.name())) return &node.digest;
  }
  return nullptr;
}

permissions::AtomSet AnewLocations::to_give(const GrantBook::Holder& holder) const {
  const auto& book = tools_.book;
  auto had = book.target(holder);
  bool is_sure = false;
  for (const auto& [key, kept] : book.registered_anew()) {
    const auto found = kept.find(holder);
    if (found == kept.end()) continue;
    had.add(holder, found->second);
    is_sure = true;
  }
  if (is_sure && !tools_.catalog.executor.revokes()) return had;
  if (!book.is_complete_for(holder.principal))
    return is_sure && book.is_known(holder) ? had : permissions::AtomSet();
  const auto granted = permissions::common(had, book.source(holder));
  return is_sure && granted != had && is_the_targets(holder) ? had : granted;
}

/// What the source was never seen to grant is the target's own, unless everything is compared.
bool AnewLocations::is_the_targets(const GrantBook::Holder& holder) const {
  if (tools_.catalog.remove_target_only) return false;
  const auto key = grants_key(holder).text();
  const auto known = tools_.catalog.journal.knows_keys(std::span(&key, 1));
  if (!known) tools_.catalog.trouble.fail_pass(known.error());
  return known && !known->front();
}

void AnewLocations::tell(Digest& digest, const Look& look) {
  if (!look.error || look.error->kind == ErrorKind::retry) digest.add(look);
}

void AnewLocations::tell_all(const Look& look) {
  for (auto& [key, node] : scopes_.locations) {
    if (!node.may_be_anew) continue;
    if (tools_.book.registered_anew().contains(key)) {
      node.digest.add(look);
    } else {
      tell(node.digest, look);
    }
  }
}

void AnewLocations::given() {
  for (const auto& [key, node] : scopes_.locations) {
    const bool is_registered = node.look == nullptr || !node.look->error;
    if (node.may_be_anew && is_registered && node.digest.error() == nullptr && node.digest.complete())
      tools_.book.given_again(key);
  }
}

}  // namespace lakemirror::pipeline
