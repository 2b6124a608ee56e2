#include "local/page_token.h"

#include <openssl/evp.h>

#include "local/faults.h"

namespace lakemirror::local {

std::string base64_encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 1, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0 || text.size() % 4 != 0) return invalid_input("not base64");
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  out.resize(static_cast<std::size_t>(length) - padding);
  return out;
}

std::string make_token(json::object position, Time now) {
  position["expiration"] = (now + std::chrono::hours(24)).time_since_epoch().count() / 1000;
  return base64_encode(json::serialize(position));
}

Result<json::object> read_token(std::string_view token, Time now) {
  constexpr std::string_view refusal = "Invalid NextToken.";
  const auto text = base64_decode(token);
  if (!text) return invalid_input(std::string(refusal));
  auto position = parse_json(*text);
  if (!position || !position->is_object()) return invalid_input(std::string(refusal));
  const json::value* expiration = position->get_object().if_contains("expiration");
  if (expiration == nullptr || !expiration->is_int64()) return invalid_input(std::string(refusal));
  if (expiration->get_int64() < now.time_since_epoch().count() / 1000)
    return invalid_input("The NextToken has expired.");
  return std::move(position->get_object());
}

}  // namespace lakemirror::local
