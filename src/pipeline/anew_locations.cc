#include "pipeline/anew_locations.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Key;

void AnewLocations::note() {
  for (const auto& location : tools_.catalog.executor.take_changed())
    tools_.book.note_registered_anew(location.key);
  for (const auto& key : tools_.book.registered_anew()) scopes_.locations[key].may_be_anew = true;
  // Whoever died here may have done so in the middle of it.
  if (tools_.catalog.recent.unsure_until() <= tools_.catalog.clock.now()) return;
  for (auto& [key, node] : scopes_.locations) node.may_be_anew = true;
}

bool AnewLocations::any() const {
  return std::ranges::any_of(scopes_.locations, [](const auto& item) { return item.second.may_be_anew; });
}

Digest* AnewLocations::digest_of(const GrantBook::Holder& holder) const {
  if (holder.subject.kind() != permissions::ResourceKind::data_location) return nullptr;
  const std::string& path = holder.subject.name();
  for (auto& [key, node] : scopes_.locations) {
    const auto arn = key.name();
    if (node.may_be_anew && path.starts_with(arn) && (path.size() == arn.size() || path[arn.size()] == '/'))
      return &node.digest;
  }
  return nullptr;
}

void AnewLocations::tell(Digest& digest, const Look& look) {
  if (!look.error || look.error->kind == ErrorKind::retry) digest.add(look);
}

void AnewLocations::tell_all(const Look& look) {
  for (auto& [key, node] : scopes_.locations) {
    if (node.may_be_anew) tell(node.digest, look);
  }
}

void AnewLocations::given() {
  for (const auto& [key, node] : scopes_.locations) {
    if (node.may_be_anew && node.digest.error() == nullptr && node.digest.complete())
      tools_.book.given_again(key);
  }
}

}  // namespace lakemirror::pipeline
