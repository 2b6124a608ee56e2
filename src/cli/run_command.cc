#include <fmt/format.h>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/retention.h"
#include "cli/stand_by.h"
#include "cli/watch.h"
#include "cli/workbench.h"
#include "config/listen_address.h"
#include "pipeline/journal_intake.h"
#include "pipeline/loop.h"

namespace lakemirror::cli {

namespace {

/// Between two attempts to get the lease: a fraction of its length.
constexpr Milliseconds longest_stand_by = Seconds(20);

struct RunOptions {
  int tick = 0;  ///< seconds; 0: what the configuration says
  bool no_bootstrap = false;
  bool adopt_target = false;
  std::string metrics_listen = {};  ///< empty: what the configuration says
};

/// Says in the log what a tick did; and on a terminal that all is quiet, where it did nothing.
void tell(const pipeline::Loop::Tick& tick, ProgressLine& live) {
  for (const std::string& note : tick.pull.notes) log::warn("{}", note);
  for (const std::string& note : tick.pass.notes) log::warn("{}", note);
  const pipeline::PassReport& pass = tick.pass;
  const bool did_something =
      tick.pull.stored > 0 || pass.created + pass.updated + pass.deleted + pass.parked > 0;
  log::write(did_something ? log::Level::info : log::Level::debug, "pass",
             {{"stored", tick.pull.stored},
              {"entries", pass.entries},
              {"settled", pass.settled},
              {"provisional", pass.provisional},
              {"waiting", pass.waiting},
              {"parked", pass.parked},
              {"created", pass.created},
              {"updated", pass.updated},
              {"deleted", pass.deleted},
              {"seconds", std::chrono::duration<double>(tick.ended - tick.began).count()}});
  live.show(tick.trouble.empty() ? fmt::format("following; last look {} pages, {} new events",
                                               tick.pull.pages, tick.pull.stored)
                                 : tick.trouble);
}

/// Where /metrics and /healthz are served: --metrics-listen, or what the configuration says.
Result<config::ListenAddress> listen_address(Context& context, const RunOptions& options,
                                             const config::Configuration& configuration) {
  if (options.metrics_listen.empty()) return configuration.metrics_listen;
  const auto address = config::parse_listen_address(options.metrics_listen);
  if (address) return *address;
  return context.refuse(ExitCode::usage, "lakemirror run --help",
                        {.operation = "read --metrics-listen",
                         .subject = options.metrics_listen,
                         .message = "allowed is " + std::string(config::listen_address_form)});
}

Result<ExitCode> run(Context& context, const RunOptions& options) {
  context.be_daemon();
  LM_TRY(const auto bench, Workbench::prepare(context, Workbench::Purpose::follow, options.adopt_target));
  const config::Configuration& configuration = bench->configuration;
  LM_TRY(const config::ListenAddress listen, listen_address(context, options, configuration));
  LM_TRY(const auto watch, Watch::start(context, *bench, listen));
  Result<void> connected = bench->connect(context, true);
  if (!connected && context.stop().stop_requested()) {
    log::info("stopped before both sides were reached");
    return ExitCode::ok;
  }
  LM_CHECK(std::move(connected));
  if (watch) watch->monitor().follow(*bench->source, *bench->target);
  pipeline::JournalIntake intake(*bench->journal, &bench->tallies);
  feed::LookupFeed feed(*bench->source, intake, context.clock(), lookup_settings(configuration));
  const Seconds tick = options.tick > 0 ? Seconds(options.tick) : configuration.tick;
  // Only a terminal gets a live line; elsewhere the log alone tells what happens.
  const ProgressLine::Mode mode = context.progress_mode();
  ProgressLine live(mode == ProgressLine::Mode::live ? mode : ProgressLine::Mode::silent);
  log::info("following {} in {}; a look every {}", configuration.source.region, configuration.target.region,
            format_duration(tick));
  if (watch) watch->tell();
  Retention retention(*bench->journal, context.clock(), configuration.retention, configuration.lookup_window);
  const auto on_tick = [&](const pipeline::Loop::Tick& ticked) {
    if (watch) watch->monitor().ticked(ticked);
    tell(ticked, live);
    // After an outage the feed reads from before the outage: nothing leaves until a look has succeeded again.
    // Of a table it leaves by itself.
    if (ticked.trouble.empty() && !bench->table_lease) retention.prune_when_due();
  };
  StandBy stand_by(context.clock(), std::min<Milliseconds>(tick, longest_stand_by));
  Result<void> ended;
  do {
    LM_TRY(const bool has_lease,
           stand_by.until_held(*bench, context.stop(), [&](const pipeline::Loop::Tick& ticked) {
             if (watch) watch->monitor().ticked(ticked);
           }));
    if (!has_lease) break;
    bench->renew_replicator(context);
    pipeline::Loop loop(feed, *bench->replicator, *bench->journal, context.clock(),
                        {.tick = tick, .bootstrap = !options.no_bootstrap, .may_go_on = [&bench] {
                           return bench->lease()->check(Milliseconds(0));
                         }});
    ended = loop.run(context.stop(), on_tick);
  } while (!ended && stand_by.takes_up(*bench, ended.error()));
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
  command.option("--metrics-listen", options->metrics_listen, "HOST:PORT",
                 "Where to serve /metrics and /healthz, or off (otherwise what the configuration says)");
  context.add_common_options(command);
  command.runs([&context, options] { return run(context, *options); });
}

}  // namespace lakemirror::cli
