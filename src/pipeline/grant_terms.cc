#include "pipeline/grant_terms.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::pipeline {

namespace {

/// The account a principal is of; empty where it is of none, such as IAM_ALLOWED_PRINCIPALS.
std::string account_of(std::string_view principal) {
  const auto parts = split(principal, ':');
  if (parts.front() == "arn") return parts.size() > 4 ? parts[4] : std::string();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto& first = parts.front();
  return first.size() == 12 && std::all_of(first.begin(), first.end(), is_digit) ? first : std::string();
}

}  // namespace

bool GrantTerms::is_left_out(std::string_view principal) const {
  if (cross_account || target_account.empty()) return false;
  // An organisation is never ours alone, whatever account it is named by.
  if (principal.find(":organizations::") != std::string_view::npos) return true;
  const auto account = account_of(principal);
  return !account.empty() && account != target_account;
}

Result<permissions::Grant> GrantTerms::at_target(json::object row) const {
  std::vector<std::string> unmapped;
  auto mapped = mapping.grant(std::move(row), &unmapped);
  if (park_unmapped && !unmapped.empty()) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "map grants",
                 .subject = unmapped.front(),
                 .code = "UnmappedLocation",
                 .message = "no rule maps " + unmapped.front(),
                 .hint = "add the bucket to S3BucketMapping, or set unmapped_locations = keep"});
  }
  return permissions::read_grant(json::value(std::move(mapped)), target_account);
}

}  // namespace lakemirror::pipeline
