#include "pipeline/grant_terms.h"

namespace lakemirror::pipeline {

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
  return permissions::read_grant(mapped, target_account);
}

}  // namespace lakemirror::pipeline
