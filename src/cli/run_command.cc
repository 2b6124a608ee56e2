#include <fmt/format.h>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/retention.h"
#include "cli/workbench.h"
#include "pipeline/journal_intake.h"
#include "pipeline/loop.h"

namespace lakemirror::cli {

namespace {

struct RunOptions {
  int tick = 0;  ///< seconds; 0: what the configuration says
  bool no_bootstrap = false;
  bool adopt_target = false;
};

/// Says in the log what a tick did, where it did anything; and on a terminal that all is quiet, where it did
/// not.
void tell(const pipeline::Loop::Tick& tick, ProgressLine& live) {
  for (const std::string& note : tick.pull.notes) log::warn("{}", note);
  for (const std::string& note : tick.pass.notes) log::warn("{}", note);
  const pipeline::PassReport& pass = tick.pass;
  if (tick.pull.stored > 0 || pass.created + pass.updated + pass.deleted + pass.parked > 0) {
    log::info(
        "{} events stored; {} entries: {} settled, {} provisional, {} waiting, {} parked; {} created, {} "
        "updated, {} deleted",
        tick.pull.stored, pass.entries, pass.settled, pass.provisional, pass.waiting, pass.parked,
        pass.created, pass.updated, pass.deleted);
  }
  live.show(tick.trouble.empty() ? fmt::format("following; last look {} pages, {} new events",
                                               tick.pull.pages, tick.pull.stored)
                                 : tick.trouble);
}

Result<ExitCode> run(Context& context, const RunOptions& options) {
  auto opened = Workbench::open(context, Workbench::Purpose::apply, options.adopt_target, true);
  if (!opened && context.stop().stop_requested()) {
    log::info("stopped before both sides were reached");
    return ExitCode::ok;
  }
  LM_TRY(const auto bench, std::move(opened));
  const config::Configuration& configuration = bench->configuration;
  pipeline::JournalIntake intake(*bench->journal);
  feed::LookupFeed feed(*bench->source, intake, context.clock(), lookup_settings(configuration));
  const Seconds tick = options.tick > 0 ? Seconds(options.tick) : configuration.tick;
  pipeline::Loop loop(feed, *bench->replicator, *bench->journal, context.clock(),
                      {.tick = tick, .bootstrap = !options.no_bootstrap});
  // Only a terminal gets a live line; elsewhere the log alone tells what happens.
  const ProgressLine::Mode mode = context.progress_mode();
  ProgressLine live(mode == ProgressLine::Mode::live ? mode : ProgressLine::Mode::silent);
  log::info("following {} in {}; a look every {}", configuration.source.region, configuration.target.region,
            format_duration(tick));
  Retention retention(*bench->journal, context.clock(), configuration.retention, configuration.lookup_window);
  Result<void> ended = loop.run(context.stop(), [&](const pipeline::Loop::Tick& ticked) {
    tell(ticked, live);
    // After an outage the feed reads from before the outage: nothing leaves until a look has succeeded again.
    if (ticked.trouble.empty()) retention.prune_when_due();
  });
  if (!ended) {
    const bool not_empty = ended.error().code == "TargetNotEmpty";
    return context.refuse(ExitCode::error, not_empty ? "lakemirror diff" : "lakemirror check",
                          std::move(ended).error());
  }
  log::info("stopped; what was read is in the journal");
  return ExitCode::ok;
}

}  // namespace

void add_run(Command root, Context& context) {
  auto options = std::make_shared<RunOptions>();
  Command command = root.add("run", "Pull and replicate until stopped",
                             "lakemirror run --config lakemirror.conf --tick 10");
  command.number("--tick", options->tick, 0, 86400,
                 "Seconds from one look at the source to the next; 0: as configured");
  command.flag("--no-bootstrap", options->no_bootstrap,
               "On a new journal, do not copy what exists before following");
  add_adopt_option(command, options->adopt_target);
  context.add_common_options(command);
  command.runs([&context, options] { return run(context, *options); });
}

}  // namespace lakemirror::cli
