#include "aws/signing_keys.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lakemirror::aws {

HmacDigest hmac_sha256(std::string_view key, std::string_view data) {
  HmacDigest out{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), out.data(), &length);
  return out;
}

HmacDigest SigningKeys::get(const std::string& secret, const SigningScope& scope) {
  const std::lock_guard lock(mutex_);
  std::pair name(secret, scope);
  if (const auto at = keys_.find(name); at != keys_.end()) return at->second;
  HmacDigest key = hmac_sha256("AWS4" + secret, scope.date);
  for (const std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")})
    key = hmac_sha256(bytes_of(key), part);
  if (keys_.size() >= most) keys_.clear();
  keys_.emplace(std::move(name), key);
  return key;
}

}  // namespace lakemirror::aws
