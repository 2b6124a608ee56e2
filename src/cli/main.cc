#include <malloc.h>

#include <cstdio>
#include <exception>

#include "base/clock.h"
#include "base/random.h"
#include "cli/app.h"
#include "cli/stop_signals.h"

int main(int argc, char** argv) {
  using namespace lakemirror;
  // glibc gives each thread an arena and returns little of it: where pages of bodies pass through many short-lived
  // threads (bench/replicate --quick, partitions) the peak is 48 MB with two arenas and 60 MB without a limit.
  mallopt(M_ARENA_MAX, 2);
  try {
    cli::StopSignals signals;
    Random random(entropy_seed());
    cli::Context context(system_clock(), random, signals.token());
    return static_cast<int>(cli::run_app(argc, argv, context));
  } catch (const std::exception& error) {
    // Modules return Errors; what arrives here is memory running out and the like.
    std::fprintf(stderr, "lakemirror: %s\n", error.what());
    return static_cast<int>(cli::ExitCode::error);
  }
}
