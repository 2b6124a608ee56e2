#include <fmt/format.h>

#include "base/text.h"
#include "local/actions.h"
#include "local/credentials.h"
#include "local/json_text.h"

namespace lakemirror::local {

namespace {

Answer get_caller_identity(Call& call) {
  const std::string& arn = call.from.principal_arn;
  std::string out;
  ObjectText text(out);
  text.text("UserId", fmt::format("AIDA{:016X}", hash64(arn)));
  text.text("Account", call.from.account);
  text.text("Arn", arn);
  text.close();
  return out;
}

/// Every role exists and trusts everybody: who may assume what is IAM's business, and there is no IAM here.
Answer assume_role(Call& call) {
  // arn:aws:iam::ACCOUNT:role/path/NAME
  const auto parts = split(call.text("RoleArn"), ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "iam" || !parts[5].starts_with("role/")) {
    return fault("ValidationError", fmt::format("{} is invalid", call.text("RoleArn")));
  }
  const std::string role = parts[5].substr(parts[5].rfind('/') + 1);
  const std::string session(call.text("RoleSessionName"));
  const std::string arn = fmt::format("arn:{}:sts::{}:assumed-role/{}/{}", parts[1], parts[4], role, session);
  const auto duration = Seconds(call.limit("DurationSeconds", 3600));
  const auto issued = call.credentials.issue(parts[4], arn, call.second() + duration, call.random);
  return json::serialize(json::object{
      {"Credentials",
       {{"AccessKeyId", issued.access_key_id},
        {"SecretAccessKey", issued.secret},
        {"SessionToken", issued.session_token},
        {"Expiration", std::chrono::floor<Seconds>(issued.expires).time_since_epoch().count()}}},
      {"AssumedRoleUser",
       {{"AssumedRoleId", fmt::format("AROA{:016X}:{}", hash64(parts[4] + role), session)}, {"Arn", arn}}}});
}

constexpr Action all_sts_actions[] = {{"GetCallerIdentity", get_caller_identity, true},
                                      {"AssumeRole", assume_role, true}};

}  // namespace

std::span<const Action> sts_actions() { return all_sts_actions; }

}  // namespace lakemirror::local
