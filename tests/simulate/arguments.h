#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"

namespace lakemirror::simulate {

struct Arguments {
  std::size_t seeds = 300;
  std::uint64_t first_seed = 1;
  std::size_t jobs = 1;
  int changes = 60;  ///< at the source, in each history
  bool lake_formation = false;
  json::object knobs = {};  ///< set over what a seed draws: which of them does a failure need?
  bool verbose = false;
  bool help = false;

  /// The command that runs one seed again, with everything said.
  std::string reproduce(const std::string& program, std::uint64_t seed) const;
};

Result<Arguments> parse_arguments(int argc, char** argv);

constexpr const char* kUsage =
    "usage: simulate [--seeds N] [--first-seed S] [--jobs N] [--changes N] [--lake-formation] [--knobs "
    "JSON]\n"
    "                [--verbose]\n"
    "\n"
    "Runs N random histories of catalog changes through the replicator against a local AWS under a virtual "
    "clock:\n"
    "late, shuffled, doubled and cut events, stale reads, throttling, errors and crashes. Exit 0 when after "
    "every one\n"
    "of them both Regions are equal and nothing is parked or pending, 1 otherwise, 64 when called wrongly.\n"
    "\n"
    "  simulate --seeds 5000 --jobs 2         many histories\n"
    "  simulate --lake-formation              a third of the changes is to Lake Formation, under either "
    "reading\n"
    "                                         of what is known of it\n"
    "  simulate --seeds 1 --first-seed 17 --verbose   one of them, told step by step\n"
    "  simulate --knobs '{\"stale_read\": 0}'  with these knobs of the local AWS, whatever the seed draws\n";

}  // namespace lakemirror::simulate
