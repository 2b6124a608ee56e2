#include "aws/credential_json.h"

#include <algorithm>
#include <cctype>

#include "aws/header_value.h"
#include "base/json.h"

namespace lakemirror::aws {
namespace {

tl::unexpected<Error> unusable_answer(std::string what) {
  return fail({.kind = ErrorKind::denied, .operation = "read credentials", .message = std::move(what)});
}

/// The service's own word for what is wrong, where it looks like one.
std::string code_of(const json::object& answer) {
  std::string_view code = text_or(answer, "Code", text_or(answer, "code"));
  const bool is_word = code.size() <= 64 && std::ranges::all_of(code, [](char c) {
                         return std::isalnum(static_cast<unsigned char>(c)) != 0;
                       });
  return is_word && code != "Success" ? std::string(code) : "";
}

bool is_sendable(const Credentials& credentials) {
  return is_header_value(credentials.access_key_id) && is_header_value(credentials.secret_access_key) &&
         is_header_value(credentials.session_token);
}

}  // namespace

Result<Credentials> read_credential_json(std::string_view body, std::string source) {
  const Result<json::value> parsed = parse_json(body);
  const json::object* answer = parsed ? parsed->if_object() : nullptr;
  if (answer == nullptr) return unusable_answer("the answer is no JSON object");
  if (const std::string code = code_of(*answer); !code.empty())
    return unusable_answer("the answer says " + code);
  Credentials found{.access_key_id = std::string(text_or(*answer, "AccessKeyId")),
                    .secret_access_key = std::string(text_or(*answer, "SecretAccessKey")),
                    .session_token = std::string(text_or(*answer, "Token")),
                    .source = std::move(source)};
  if (found.access_key_id.empty() || found.secret_access_key.empty())
    return unusable_answer("AccessKeyId or SecretAccessKey is missing in the answer");
  if (!is_sendable(found)) return unusable_answer("the answer holds control characters");
  const std::string_view expiration = text_or(*answer, "Expiration");
  if (expiration.empty()) return found;
  const Result<Time> time = parse_time(expiration);
  if (!time) return unusable_answer("Expiration in the answer is no time");
  found.expires_at = *time;
  return found;
}

}  // namespace lakemirror::aws
