#include "simulate/plan.h"

#include <fmt/format.h>

#include "simulate/draw.h"
#include "simulate/judge.h"
#include "simulate/spotlight.h"
#include "support/local_readings.h"

namespace lakemirror::simulate {
namespace {

void draw_delivery(Draw& draw, local::Knobs& knobs) {
  using std::chrono::minutes;
  // Up to 20 minutes late, as CloudTrail has been seen to be; sometimes at once.
  knobs.delivery_delay_max = draw.coin() ? draw.up_to(minutes(20)) : draw.up_to(minutes(2));
  knobs.delivery_delay_min = draw.coin() ? Milliseconds(0) : draw.up_to(knobs.delivery_delay_max);
  knobs.shuffle = draw.trouble(0.6, 1.0);
  knobs.duplicate = draw.trouble(0.5, 0.4);
  knobs.omit_parameters = draw.trouble(0.6, 0.5);
  knobs.omit_resources = draw.trouble(0.4, 0.5);
  knobs.casing_variant = draw.trouble(0.4, 1.0);
}

void draw_answers(Draw& draw, Plan& plan) {
  auto& knobs = plan.knobs;
  plan.settle = draw.coin() ? Seconds(60) : Seconds(20);
  knobs.stale_read = draw.trouble(0.6, 0.6);
  // What the facts promise nowhere, and read_settle assumes: a read is never staler than that.
  knobs.stale_for = draw.up_to(plan.settle - Seconds(2));
  knobs.throttle = draw.trouble(0.4, 0.1);
  knobs.inject_error = draw.trouble(0.4, 0.1);
  knobs.update_partition_renames = draw.coin();
  knobs.update_table_keeps_omitted = draw.coin();
  knobs.update_database_keeps_permissions = draw.coin();
}

// From a stream of its own, so that all else of a seed is what it is without.
void add_lake_formation(Plan& plan) {
  Draw draw(plan.seed, 0x6c616b65ull);
  plan.lake_formation = true;
  // One answer that fails holds up everything that a listing decides. The client over HTTP tries six times.
  plan.tries = 3;
  test_support::draw_readings(draw.random(), plan.knobs);
  plan.knobs.iam_throttle = draw.trouble(0.3, 0.1);
  plan.knobs.filters_listed_by_table = draw.coin();
  plan.workload = plan.workload.with_lake_formation(1.0 / 3);
  plan.workload.administrator = kCaller;
  // A grant that is left over cannot be made at the target, where the location is gone as well.
  plan.workload.granted_locations_go = plan.knobs.deregister_drops_grants;
}

}  // namespace

Plan draw_plan(std::uint64_t seed, bool lake_formation) {
  Draw draw(seed, 0x706c616eull);
  Plan plan;
  plan.seed = seed;
  draw_delivery(draw, plan.knobs);
  draw_answers(draw, plan);
  plan.knobs.seed = seed;
  plan.workload = workload::Options::hostile(seed);
  plan.buckets = draw.coin() ? workload::bucket_pairs()
                             : workload::BucketPairs{{"data", "data-west"}, {"data-west", "data"}};
  plan.crash = draw.trouble(0.6, 0.4);
  plan.same_instant = draw.trouble(0.8, 0.8);
  plan.outage = draw.trouble(0.2, 0.03);
  plan.drain = draw.trouble(0.5, 0.05);
  plan.longest_pause = draw.coin() ? Seconds(10) : std::chrono::minutes(3);
  plan.knobs.short_pages = draw.trouble(0.5, 1.0);
  plan.denial = draw.trouble(0.3, 0.1);
  if (lake_formation) add_lake_formation(plan);
  add_spotlight(plan);
  return plan;
}

std::vector<std::string> planned_events(bool lake_formation) {
  std::vector<std::string> out;
  for (const auto& [name, weight] : draw_plan(1, lake_formation).workload.weights) out.push_back(name);
  return out;
}

std::string Plan::text() const {
  return fmt::format("knobs {} settle {} crash {:.2f} same instant {:.2f} pauses up to {}",
                     json::serialize(knobs.to_json()), format_duration(settle), crash, same_instant,
                     format_duration(longest_pause));
}

}  // namespace lakemirror::simulate
