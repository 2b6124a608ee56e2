#include "aws/process_credentials.h"

#include "aws/command_output.h"
#include "base/json.h"

namespace lakemirror::aws {
namespace {

constexpr Milliseconds longest_run{60'000};  // a person may have to press a key

Error process_failure(const std::string& profile, std::string_view what) {
  return {.kind = ErrorKind::denied,
          .operation = "run credential_process",
          .subject = "profile " + profile,
          .message = std::string(what)};
}

Result<Credentials> read_output(const std::string& output, const std::string& profile) {
  const Result<json::value> parsed = parse_json(output);
  const json::object* object = parsed ? parsed->if_object() : nullptr;
  if (object == nullptr) return fail(process_failure(profile, "it printed no JSON object"));
  const json::value* version = object->if_contains("Version");
  if (version == nullptr || *version != 1) return fail(process_failure(profile, "its Version is not 1"));
  Credentials credentials{.access_key_id = std::string(text_or(*object, "AccessKeyId")),
                          .secret_access_key = std::string(text_or(*object, "SecretAccessKey")),
                          .session_token = std::string(text_or(*object, "SessionToken")),
                          .source = "credential_process of profile " + profile};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return fail(process_failure(profile, "AccessKeyId or SecretAccessKey is missing"));
  }
  if (const auto expiration = text_or(*object, "Expiration"); !expiration.empty()) {
    const Result<Time> time = parse_time(expiration);
    if (!time) return fail(process_failure(profile, "its Expiration is no time"));
    credentials.expires_at = *time;
  }
  return credentials;
}

}  // namespace

Result<std::vector<std::string>> split_command(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < command.size();
    if (escapes && (quote == 0 || command[i + 1] == '"' || command[i + 1] == '\\')) {
      word += command[++i];
      in_word = true;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0)
    return fail(
        {.kind = ErrorKind::invalid, .operation = "read a command", .message = "a quote is not closed"});
  if (in_word) words.push_back(word);
  return words;
}

Result<Credentials> run_credential_process(const std::string& command, const std::string& profile) {
  const auto words = split_command(command);
  if (!words) return fail(process_failure(profile, words.error().message));
  const auto output = command_output(*words, longest_run);
  if (!output) return fail(process_failure(profile, output.error().subject + ": " + output.error().message));
  return read_output(*output, profile);
}

}  // namespace lakemirror::aws
