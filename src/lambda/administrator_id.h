#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lambda/administrator.h"

namespace lakemirror::lambda {

/// What CloudFormation keeps of an administrator from one request to the next, and deletes by: its physical
/// id, such as "admin/us-west-2/added/-/arn:aws:iam::123456789012:role/r". Another administrator is another
/// id, so that CloudFormation removes the one before by itself, and only after all else has been updated.
struct AdministratorId {
  Administrator who = {};
  bool is_ours = false;  ///< we added it; else it was there already, and stays when the resource goes
  /// The fingerprint of the administrator that this one took the place of, where that one was ours. An update
  /// that is rolled back finds it there, and must not take it for somebody else's.
  std::string replaced = {};

  std::string text() const;
  /// Absent for an id that is not of our making: CloudFormation makes one up where a request had no answer.
  static std::optional<AdministratorId> parse(std::string_view text);
  static std::string fingerprint(const Administrator& who);
};

}  // namespace lakemirror::lambda
