#pragma once

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace lakemirror::aws {

/// The day, Region and service that a signing key is good for.
struct SigningScope {
  std::string date;  ///< "20260926"
  std::string region;
  std::string service;

  std::string text() const { return date + '/' + region + '/' + service + "/aws4_request"; }
  friend auto operator<=>(const SigningScope&, const SigningScope&) = default;
};

using HmacDigest = std::array<unsigned char, 32>;
HmacDigest hmac_sha256(std::string_view key, std::string_view data);
inline std::string_view bytes_of(const HmacDigest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Signing keys made so far: four HMACs each, and the same for a whole day. Safe for concurrent use.
class SigningKeys {
 public:
  HmacDigest get(const std::string& secret, const SigningScope& scope);

 private:
  /// Sides times services, and some for sessions that were renewed meanwhile.
  static constexpr std::size_t most = 100;

  std::mutex mutex_;
  std::map<std::pair<std::string, SigningScope>, HmacDigest> keys_;  // guarded by mutex_
};

}  // namespace lakemirror::aws
