#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"

namespace lakemirror::simulate {

struct Arguments {
  std::size_t seeds = 300;
  std::uint64_t first_seed = 1;
  std::size_t jobs = 1;
  std::optional<int> changes = {};  ///< at the source, in each history; none: as the seed has it
  bool lake_formation = true;
  json::object knobs = {};  ///< set over what a seed draws: which of them does a failure need?
  bool dynamodb = false;    ///< the journal is in a table, under its lease
  bool verbose = false;
  bool coverage = false;       ///< told at the end; an empty cell fails a run that is long enough
  bool stop_at_first = false;  ///< no seed is begun once one has failed
  bool help = false;

  /// The command that runs one seed again, with everything said.
  std::string reproduce(const std::string& program, std::uint64_t seed) const;
};

Result<Arguments> parse_arguments(int argc, char** argv);

constexpr const char* kUsage =
    R"(usage: simulate [--seeds N] [--first-seed S] [--jobs N] [--changes N] [--catalog-only] [--coverage]
                [--stop-at-first-failure] [--knobs JSON] [--dynamodb] [--verbose]

Runs N random histories of changes to a catalog and its Lake Formation through the replicator, against a
local AWS under a virtual clock: late, shuffled, doubled and cut events, stale reads, throttling, errors and
crashes, under either reading of what is known of AWS. Exit 0 when after every one of them both Regions are
equal, nothing is parked or pending, and nothing was ever marked Y while it differed; 1 otherwise, 64 when
called wrongly.

  simulate --seeds 5000 --jobs 2         many histories
  simulate --coverage                    also how often each event met each fault in each order; from 300
                                         seeds on, exit 1 when one of these cells is empty
  simulate --catalog-only                no changes to Lake Formation, and none of it replicated
  simulate --dynamodb                    the journal in a table of DynamoDB, under its lease: processes also die
                                         at each request to it
  simulate --stop-at-first-failure       begins no seed once one has failed
  simulate --seeds 1 --first-seed 17 --verbose   one of them, told step by step
  simulate --knobs '{"stale_read": 0}'   with these knobs of the local AWS, whatever the seed draws
)";

}  // namespace lakemirror::simulate
