#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "local/http.h"

namespace lakemirror::local {

/// The parts of an `Authorization: AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, ...`
/// header.
struct Authorization {
  std::string access_key_id = {};
  std::string date = {};
  std::string region = {};
  std::string service = {};
  std::vector<std::string> signed_headers = {};
  std::string signature = {};
};

/// nullopt when the header has another form.
std::optional<Authorization> parse_authorization(std::string_view header);

/// Signing keys made so far: four HMACs each, the same for a whole day. Safe for concurrent use.
class SigningKeys {
 public:
  using Key = std::array<unsigned char, 32>;
  Key get(const std::string& secret, const Authorization& authorization);

 private:
  static constexpr std::size_t most = 1'000;

  std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Key> keys_;
};

/// The signature the request should carry (Signature Version 4).
std::string expected_signature(const HttpRequest& request, const Authorization& authorization,
                               const std::string& secret, SigningKeys& keys);

/// "20260926T183402Z" as a Time.
std::optional<Time> parse_amz_date(std::string_view text);

}  // namespace lakemirror::local
