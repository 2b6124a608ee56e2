#include "simulate/spotlight.h"

#include <algorithm>

#include "simulate/draw.h"

namespace lakemirror::simulate {
namespace {

using Family = std::vector<std::string>;

/// The changes of one kind of thing; beside table versions, what makes them. Those that seldom meet their
/// like have two turns.
const std::vector<Family>& families() {
  static const std::vector<Family> all = {
      {"CreateDatabase", "UpdateDatabase", "DeleteDatabase"},
      {"CreateTable", "UpdateTable", "DeleteTable", "BatchDeleteTable"},
      {"CreatePartition", "UpdatePartition", "DeletePartition"},
      {"BatchCreatePartition", "BatchUpdatePartition", "BatchDeletePartition"},
      {"UpdateTable", "DeleteTableVersion"},
      {"UpdateTable", "BatchDeleteTableVersion"},
      {"GrantPermissions", "RevokePermissions", "BatchGrantPermissions", "BatchRevokePermissions"},
      {"CreateLFTag", "UpdateLFTag", "DeleteLFTag"},
      {"CreateLFTagExpression", "UpdateLFTagExpression", "DeleteLFTagExpression"},
      {"AddLFTagsToResource", "RemoveLFTagsFromResource"},
      {"CreateLFTagExpression", "UpdateLFTagExpression", "DeleteLFTagExpression"},
      {"CreateDataCellsFilter", "UpdateDataCellsFilter", "DeleteDataCellsFilter"},
      {"RegisterResource", "UpdateResource", "DeregisterResource"},
      {"PutDataLakeSettings"},
      {"RegisterResource", "UpdateResource", "DeregisterResource"}};
  return all;
}

std::vector<Family> families_of(const workload::Options& workload) {
  std::vector<Family> out;
  std::copy_if(families().begin(), families().end(), std::back_inserter(out),
               [&](const Family& family) { return workload.weights.contains(family.front()); });
  return out;
}

/// Most changes are of the family, its names sharing alike.
void favour(workload::Options& workload, const Family& family) {
  constexpr double part = 0.75;
  double others = 0;
  for (const auto& [name, weight] : workload.weights) {
    if (std::find(family.begin(), family.end(), name) == family.end()) others += weight;
  }
  const double together = others * part / (1 - part);
  for (const auto& name : family) workload.weights[name] = together / static_cast<double>(family.size());
  workload.buckets = {"data"};
}

void make_quiet(local::Knobs& knobs) {
  knobs.duplicate = knobs.omit_parameters = knobs.omit_resources = knobs.casing_variant = 0;
  knobs.stale_read = knobs.throttle = knobs.iam_throttle = knobs.inject_error = 0;
}

void make_loud(Plan& plan, bool tries_once) {
  auto& knobs = plan.knobs;
  knobs.duplicate = 0.3;
  knobs.omit_parameters = 0.35;
  knobs.omit_resources = 0.7;
  knobs.casing_variant = 0.6;
  knobs.stale_read = 0.8;
  knobs.stale_for = plan.settle - Seconds(2);
  knobs.short_pages = 0.5;
  // One answer that fails holds up all that waits for a listing: where it is not asked for again at once,
  // such answers are few.
  if (tries_once) plan.tries = 1;
  knobs.throttle = knobs.inject_error = tries_once ? 0.02 : 0.08;
  knobs.iam_throttle = plan.lake_formation ? 0.05 : 0;
}

}  // namespace

void add_spotlight(Plan& plan) {
  if (plan.seed % 2 != 0) return;
  const auto turn = plan.seed / 2;
  const auto families = families_of(plan.workload);
  favour(plan.workload, families[turn % families.size()]);
  const auto round = turn / families.size() % 4;
  const bool is_quiet = round == 0, is_slow = round == 2;
  Draw draw(plan.seed, 0x73706f74ull);
  plan.settle = Seconds(60);
  plan.same_instant = 0.4;
  plan.changes = 240;
  plan.grants_listed_every = draw.coin() ? Seconds(60) : Seconds(5);
  plan.outage = 0;
  plan.denial = 0;
  plan.drain = 0.01;
  plan.crash = is_quiet ? 0 : 0.35;
  if (is_quiet) {
    make_quiet(plan.knobs);
  } else {
    make_loud(plan, draw.coin());
  }
  // Soon enough for reads that are still stale, and so late that others overtake it.
  plan.knobs.delivery_delay_min = Milliseconds(0);
  plan.knobs.delivery_delay_max = Seconds(20) + draw.up_to(is_quiet  ? Seconds(35)
                                                           : is_slow ? Seconds(300)
                                                                     : Seconds(60));
  plan.longest_pause = plan.knobs.delivery_delay_max / (is_slow || is_quiet || draw.coin() ? 8 : 2);
}

}  // namespace lakemirror::simulate
