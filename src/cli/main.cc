#include <cstdio>
#include <exception>

#include "base/clock.h"
#include "base/random.h"
#include "cli/app.h"
#include "cli/standard_streams.h"
#include "cli/stop_signals.h"

int main(int argc, char** argv) {
  using namespace lakemirror;
  try {
    cli::keep_standard_streams();
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
