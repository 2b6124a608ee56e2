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

  // How the Data Catalog answers.
  double stale_read = 0;      ///< a read answers from the past
  Milliseconds stale_for{0};  ///< the past it may answer from
  double throttle = 0;        ///< ThrottlingException "Rate exceeded"
  double call_rate = 0;       ///< Glue calls a second and operation before it throttles; 0 is unlimited
  double inject_error = 0;    ///< an internal error, a timeout (which may have taken effect) or a conflict
  std::vector<std::string> inject_operations = {};  ///< only in these operations; empty means all of Glue
  Milliseconds latency{0};                          ///< added to every call

  // Where the facts about AWS contradict each other, which reading to follow.
  bool update_partition_renames = false;    ///< UpdatePartition with other Values renames; else it is refused
  bool update_table_keeps_omitted = false;  ///< UpdateTable keeps top-level members the request leaves out
  bool update_database_keeps_permissions =
      true;  ///< UpdateDatabase without CreateTableDefaultPermissions keeps them

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
