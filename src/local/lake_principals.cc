#include "local/lake_principals.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "local/digits.h"
#include "local/lake.h"

namespace lakemirror::local {

namespace {

/// The services whose ARNs the documentation lists as principals.
bool is_principal_arn(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 6 || parts[0] != "arn" || parts[5].empty()) return false;
  for (const std::string_view service : {"iam", "identitystore", "quicksight", "organizations", "redshift"}) {
    if (parts[2] == service) return true;
  }
  return false;
}

/// "123456789012:role/" of an IAM role's ARN, with whatever path; empty for all else.
std::string role_name(std::string_view arn) {
  const auto parts = split(arn, ':');
  if (parts.size() != 6 || parts[2] != "iam" || !parts[5].starts_with("role/")) return {};
  return parts[4] + parts[5].substr(parts[5].rfind('/'));
}

}  // namespace

bool principal_exists(const Call& call, std::string_view principal) {
  const auto& missing = call.knobs.missing_principals;
  if (std::ranges::find(missing, principal) != missing.end()) return false;
  if (principal == iam_allowed_principals || is_account(principal)) return true;
  const std::size_t colon = principal.find(':');
  if (colon != std::string_view::npos && principal.substr(colon) == ":IAMPrincipals")
    return is_account(principal.substr(0, colon));
  return is_principal_arn(principal);
}

Result<void> ask_iam(Call& call) {
  if (call.knobs.iam_throttle <= 0 || !call.random.chance(call.knobs.iam_throttle)) return {};
  return invalid_input(fmt::format(
      "Rate exceeded (Service: AmazonIdentityManagement; Status Code: 400; Error Code: Throttling; "
      "Request ID: {}; Proxy: null)",
      call.random.uuid()));
}

std::string principal_of(std::string_view arn) {
  const auto parts = split(arn, ':');
  if (parts.size() != 6 || parts[2] != "sts" || !parts[5].starts_with("assumed-role/"))
    return std::string(arn);
  const auto path = split(parts[5], '/');
  return fmt::format("{}:{}:iam::{}:role/{}", parts[0], parts[1], parts[4], path[1]);
}

std::string calling_principal(const Call& call) { return principal_of(call.from.principal_arn); }

std::string account_of(std::string_view principal) {
  if (is_account(principal)) return std::string(principal);
  if (principal.ends_with(":IAMPrincipals")) return std::string(principal.substr(0, principal.find(':')));
  const auto parts = split(principal, ':');
  return parts.size() >= 6 && parts[0] == "arn" ? parts[4] : std::string();
}

bool covers(std::string_view grantee, std::string_view principal) {
  if (grantee == principal || grantee == iam_allowed_principals) return true;
  if (grantee.ends_with(":IAMPrincipals")) return account_of(grantee) == account_of(principal);
  const std::string role = role_name(grantee);
  return !role.empty() && role == role_name(principal);
}

}  // namespace lakemirror::local
