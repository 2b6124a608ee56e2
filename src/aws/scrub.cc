#include "aws/scrub.h"

#include <algorithm>

namespace lakemirror::aws {

namespace {

constexpr std::string_view mask = "***";
constexpr std::string_view signature = "Signature=";

void replace_all(std::string& text, std::string_view secret) {
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + mask.size()))
    text.replace(at, secret.size(), mask);
}

void hide_signatures(std::string& text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  for (std::size_t at = text.find(signature); at != std::string::npos; at = text.find(signature, at)) {
    at += signature.size();
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_hex);
    text.replace(text.begin() + static_cast<std::ptrdiff_t>(at), end, mask);
  }
}

}  // namespace

Error scrubbed(Error error, const Credentials& credentials) {
  for (std::string* text : {&error.code, &error.message}) {
    replace_all(*text, credentials.secret_access_key);
    replace_all(*text, credentials.session_token);
    hide_signatures(*text);
  }
  return error;
}

}  // namespace lakemirror::aws
