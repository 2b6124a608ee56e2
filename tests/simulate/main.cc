#include <fmt/format.h>
#include <cstdio>

#include <atomic>
#include <mutex>

#include "base/log.h"
#include "base/worker_pool.h"
#include "simulate/arguments.h"
#include "simulate/simulation.h"

namespace {

using namespace lakemirror;
using namespace lakemirror::simulate;

// Fewer histories may well miss a rare cell, and nothing is wrong with them.
constexpr std::size_t kSeedsThatCover = 300;

struct Totals {
  std::size_t seeds = 0, failed = 0, changes = 0, events = 0, passes = 0, crashes = 0, parked = 0;
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
  ++totals.seeds;
  totals.failed += verdict.complaints.empty() ? 0 : 1;
  totals.changes += verdict.changes;
  totals.events += verdict.events;
  totals.passes += verdict.passes;
  totals.crashes += verdict.crashes;
  totals.parked += verdict.parked;
}

/// False when a run that is long enough has missed a cell.
bool print(const Coverage& coverage, std::size_t seeds) {
  std::fputs(coverage.text().c_str(), stdout);
  const auto empty = coverage.empty_cells();
  for (const auto& cell : empty) fmt::print("empty cell: {}\n", cell);
  if (empty.empty()) fmt::print("no empty cell\n");
  return empty.empty() || seeds < kSeedsThatCover;
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
  Coverage coverage(planned_events(arguments->lake_formation));
  std::atomic<bool> stops = false;
  run_parallel(arguments->seeds, arguments->jobs, [&](std::size_t number) {
    if (stops) return;
    auto plan = draw_plan(arguments->first_seed + number, arguments->lake_formation);
    plan.changes = arguments->changes.value_or(plan.changes);
    plan.knobs = *local::Knobs::parse(arguments->knobs, plan.knobs);
    Simulation simulation(std::move(plan), arguments->verbose,
                          arguments->dynamodb ? Store::Kind::dynamodb : Store::Kind::memory);
    const auto verdict = simulation.run();
    const std::lock_guard lock(mutex);
    print(verdict, *arguments, argv[0]);
    add(totals, verdict);
    simulation.tell(coverage);
    stops = arguments->stop_at_first && totals.failed > 0;
  });
  const bool covers = !arguments->coverage || print(coverage, totals.seeds);
  fmt::print(
      "simulate: {} seeds, {} failed, {} changes, {} events, {} passes, {} crashes, {} parked for a "
      "while{}\n",
      totals.seeds, totals.failed, totals.changes, totals.events, totals.passes, totals.crashes,
      totals.parked, covers ? "" : "; cells of the coverage are empty");
  return totals.failed == 0 && covers ? 0 : 1;
}
