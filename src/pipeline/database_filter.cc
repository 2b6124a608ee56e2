#include "pipeline/database_filter.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::pipeline {

namespace {

bool any_matches(const std::vector<std::string>& globs, const std::string& name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const auto& glob) { return glob_match(fold(glob), name); });
}

}  // namespace

std::optional<std::string> DatabaseFilter::reason_to_leave(const std::string& database) const {
  if (any_matches(protect_, database)) return "database " + database + " is protected at the target";
  if (any_matches(exclude_, database)) return "database " + database + " is excluded by the configuration";
  if (!include_.empty() && !any_matches(include_, database)) {
    return "database " + database + " is not among those the configuration includes";
  }
  return std::nullopt;
}

}  // namespace lakemirror::pipeline
