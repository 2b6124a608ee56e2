#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace lakemirror::local {

/// How far the local AWS is from an ideal one. Probabilities are 0 to 1. With the same seed, the same calls
/// in the same order from one thread meet the same mishaps. As JSON, members have these names and durations
/// are in milliseconds.
struct Knobs {
  // How CloudTrail delivers.
  Milliseconds delivery_delay_min{
      0};  ///< an event shows in LookupEvents this long after its call, at the soonest
  Milliseconds delivery_delay_max{0};  ///< and at the latest; uniform between the two
  double shuffle = 0;                  ///< a page in arbitrary order instead of newest first
  double duplicate = 0;                ///< an event comes twice in the same listing
  double omit_parameters = 0;          ///< requestParameters becomes the "too large" form, whatever its size
  double omit_resources = 0;           ///< where requestParameters is omitted, `resources` is missing as well
  double casing_variant = 0;           ///< a record with members as the API spells them, or with a mixture
  double lookup_rate = 0;  ///< LookupEvents requests a second and Region; 0 is unlimited, AWS has 2

  // How the Data Catalog and Lake Formation answer.
  double stale_read = 0;      ///< a read answers from the past
  Milliseconds stale_for{0};  ///< the past it may answer from
  double short_pages = 0;     ///< a page of a listing holds up to five only, and another one follows
  double throttle = 0;        ///< ThrottlingException "Rate exceeded"
  double call_rate = 0;       ///< calls a second and operation before it throttles; 0 is unlimited
  double inject_error = 0;    ///< an internal error, a timeout (which may have taken effect) or a conflict
  std::vector<std::string> inject_operations = {};  ///< only in these operations; empty means all
  std::vector<std::string> deny_operations = {};    ///< IAM lets nobody call these
  Milliseconds latency{0};                          ///< added to every call

  // Where the facts about AWS contradict each other, which reading to follow.
  bool update_partition_renames = false;    ///< UpdatePartition with other Values renames; else it is refused
  bool update_table_keeps_omitted = false;  ///< UpdateTable keeps top-level members the request leaves out
  bool update_database_keeps_permissions =
      true;  ///< UpdateDatabase without CreateTableDefaultPermissions keeps them

  // Lake Formation: who there is and who is asked.
  std::vector<std::string> missing_principals =
      {};                   ///< these do not exist; all else that looks like one does
  std::string act_as = {};  ///< every call is this principal's, whoever signed it; empty: the signer's
  bool open_without_admins = true;  ///< nobody is held to any right while the account has no data lake admin
  double iam_throttle = 0;          ///< "Rate exceeded (Service: AmazonIdentityManagement; ..." in an
                                    ///< InvalidInputException, where Lake Formation asks IAM
  bool omit_cell_filter_data = true;  ///< CreateDataCellsFilter's record has an empty tableData

  // Where the facts about Lake Formation contradict each other, which reading to follow.
  bool tag_case_folds = false;        ///< LF-tags are stored in lower case; else as they come
  bool grant_repeat_refused = false;  ///< granting just what is held: "Permissions modification is invalid."
  bool column_select_excludes_table_select =
      true;                           ///< SELECT on the table and on listed columns cannot both be
  bool merge_column_lists = false;    ///< two grants on lists of columns become one row
  std::string list_all = "expanded";  ///< ALL on a database or table in listings: "expanded", "select_apart"
                                      ///< (ALL, and SELECT on a row of its own) or "as_granted"
  std::string list_creators =
      "tags";  ///< whose creator's row the unfiltered list shows: "none", "tags", "all"
  bool list_single_filter_computed = false;  ///< ListPermissions by Principal or Resource alone computes
  bool resource_type_filter_incomplete =
      true;                            ///< ListPermissions by ResourceType misses what it misses at AWS
  bool revoke_splits_all = true;       ///< revoking a part of ALL leaves the other parts; else it is refused
  bool revoke_all_takes_parts = true;  ///< revoking ALL takes whatever is held; else ALL must be held
  bool revoke_named_option_only =
      false;  ///< a revoke that names the same in both lists takes only the option
  bool missing_resource_denied =
      false;  ///< a grant on what is missing is denied, not EntityNotFoundException
  bool filters_listed_by_table = false;  ///< ListDataCellsFilter without a table is refused
  bool deregister_drops_grants = false;  ///< DATA_LOCATION_ACCESS goes with the registration
  bool tags_outlive_table = false;       ///< LF-tags of a deleted table are there again when it is
  bool filters_outlive_table = false;    ///< and so are its data cells filters

  std::uint64_t seed = 1;

  /// What a server is started with: an ideal AWS, but for the limit on LookupEvents.
  static Knobs for_server();

  /// `base` with the members of `changes` set. An unknown name or a value out of range is an Error, and names
  /// it.
  static Result<Knobs> parse(const json::object& changes, const Knobs& base);
  static Result<Knobs> parse(const json::object& changes) { return parse(changes, Knobs{}); }
  json::object to_json() const;
};

}  // namespace lakemirror::local
