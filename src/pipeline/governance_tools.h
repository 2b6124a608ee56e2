#pragma once

#include <optional>
#include <string_view>

#include "aws/principal_names.h"
#include "pipeline/grant_book.h"
#include "pipeline/open_excess.h"
#include "pipeline/over_permission_tally.h"
#include "pipeline/refresh_tools.h"
#include "pipeline/settings_book.h"
#include "pipeline/unsettled_records.h"
#include "read/governance_reader.h"

namespace lakemirror::pipeline {

/// What to do where the source shows our role only a part.
inline constexpr std::string_view hint_to_see_all =
    "make the role a data lake administrator, or read-only administrator, of the source";

/// What the refreshes of Lake Formation work with, beside the tools of the catalog's. References only: the
/// replicator owns them.
struct GovernanceTools {
  RefreshTools& catalog;
  read::GovernanceReader& source;
  read::GovernanceReader& target;
  read::Reader& target_databases;  ///< keeps bodies
  GrantBook& book;
  UnsettledRecords& records;
  GrantBook::Sides sides;
  SettingsBook& settings_book;
  OverPermissionTally& tally;
  OpenExcess& excess;
  Milliseconds listing_every;  ///< least time between two listings of all grants
  /// Principals that are us: what they hold at the target is no business of the source's.
  aws::PrincipalNames own_principals = {};
  aws::PrincipalNames own_source_principals = {};
  /// So long the last process may have left something half done; epoch where it ended well.
  Time died_until = {};
  /// Whether the source showed our role among its data lake administrators, so that a listing is complete.
  bool sees_all_of_source = false;
  /// Why that could not be found out in this pass.
  std::optional<Error> settings_unread = {};
};

}  // namespace lakemirror::pipeline
