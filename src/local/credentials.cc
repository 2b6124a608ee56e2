#include "local/credentials.h"

#include <fmt/format.h>

#include <algorithm>

namespace lakemirror::local {

Credentials::Issued Credentials::issue(std::string account, std::string principal_arn, Time expires,
                                       Random& random) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  Issued out{.access_key_id = "ASIA",
             .secret = random.uuid() + random.uuid(),
             .session_token = "local/" + random.uuid() + random.uuid() + "==",
             .account = std::move(account),
             .principal_arn = std::move(principal_arn),
             .expires = expires};
  for (int i = 0; i < 16; ++i) out.access_key_id += letters[random.below(letters.size())];
  const std::lock_guard lock(mutex_);
  if (issued_.size() >= most) {
    issued_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
  issued_.insert_or_assign(out.access_key_id, out);
  by_expiry_.emplace(expires, out.access_key_id);
  return out;
}

std::optional<Credentials::Issued> Credentials::find(std::string_view access_key_id) const {
  const std::lock_guard lock(mutex_);
  const auto at = issued_.find(access_key_id);
  return at == issued_.end() ? std::nullopt : std::optional(at->second);
}

void Credentials::clear() {
  const std::lock_guard lock(mutex_);
  issued_.clear();
  by_expiry_.clear();
}

}  // namespace lakemirror::local
