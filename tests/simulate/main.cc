#include <fmt/format.h>
#include <cstdio>

#include <mutex>

#include "base/log.h"
#include "base/worker_pool.h"
#include "simulate/arguments.h"
#include "simulate/simulation.h"

namespace {

using namespace lakemirror;
using namespace lakemirror::simulate;

struct Totals {
  std::size_t failed = 0, changes = 0, events = 0, passes = 0, crashes = 0, parked = 0;
};

void print(const Verdict& verdict, const Arguments& arguments, const std::string& program) {
  std::fputs(verdict.story.c_str(), stdout);
  if (verdict.complaints.empty()) return;
  fmt::print("seed {} failed:\n", verdict.seed);
  for (const auto& complaint : verdict.complaints) fmt::print("  {}\n", complaint);
  fmt::print("  reproduce: {}\n", arguments.reproduce(program, verdict.seed));
  std::fflush(stdout);
}

void add(Totals& totals, const Verdict& verdict) {
  totals.failed += verdict.complaints.empty() ? 0 : 1;
  totals.changes += verdict.changes;
  totals.events += verdict.events;
  totals.passes += verdict.passes;
  totals.crashes += verdict.crashes;
  totals.parked += verdict.parked;
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments || arguments->help) {
    if (!arguments) fmt::print(stderr, "{}\n", arguments.error().text());
    std::fputs(kUsage, arguments ? stdout : stderr);
    return arguments ? 0 : 64;
  }
  log::configure(arguments->verbose ? log::Level::warn : log::Level::off, false);
  std::mutex mutex;
  Totals totals;
  run_parallel(arguments->seeds, arguments->jobs, [&](std::size_t number) {
    auto plan = draw_plan(arguments->first_seed + number, arguments->lake_formation);
    plan.knobs = *local::Knobs::parse(arguments->knobs, plan.knobs);
    const auto verdict = Simulation(std::move(plan), arguments->changes, arguments->verbose).run();
    const std::lock_guard lock(mutex);
    print(verdict, *arguments, argv[0]);
    add(totals, verdict);
  });
  fmt::print(
      "simulate: {} seeds, {} failed, {} changes, {} events, {} passes, {} crashes, {} parked for a while\n",
      arguments->seeds, totals.failed, totals.changes, totals.events, totals.passes, totals.crashes,
      totals.parked);
  return totals.failed == 0 ? 0 : 1;
}
