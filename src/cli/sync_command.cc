#include "cli/commands.h"
#include "cli/sync_output.h"
#include "cli/workbench.h"
#include "feed/cursor.h"
#include "pipeline/journal_intake.h"

namespace lakemirror::cli {

namespace {

struct SyncOptions {
  pipeline::Replicator::SyncRequest request = {};
  bool adopt_target = false;
};

Result<void> print_report(const Context& context, const pipeline::SyncReport& report, bool dry_run) {
  if (context.wants_json()) return context.print(sync_json(report, dry_run));
  return context.print(sync_text(report, dry_run, context.paint()));
}

/// A stretch of events that was given up is closed by a whole sync with removals that left nothing undone.
Result<void> close_gap(journal::Journal& journal, const pipeline::Replicator::SyncRequest& request,
                       const pipeline::SyncReport& report) {
  const bool whole = request.databases.empty() && request.removals && !request.dry_run;
  if (!whole || sync_exit_code(report) != ExitCode::ok) return {};
  pipeline::JournalIntake intake(journal);
  return feed::close_gap(intake, report.begun);
}

Result<ExitCode> sync(Context& context, const SyncOptions& options) {
  const bool dry_run = options.request.dry_run;
  LM_TRY(const auto bench,
         Workbench::open(context, dry_run ? Workbench::Purpose::look : Workbench::Purpose::apply,
                         options.adopt_target));
  pipeline::Replicator::SyncRequest request = options.request;
  request.removals |= bench->configuration.sync_deletes;
  if (!bench->configuration.sync_glue_catalog) {
    return context.refuse(
        ExitCode::configuration, "lakemirror check",
        {.kind = ErrorKind::invalid,
         .operation = "sync",
         .message = "sync_glue_catalog is False in the configuration: nothing is compared"});
  }
  if (!dry_run) {
    Result<void> target_checked = bench->replicator->check_target();
    if (!target_checked)
      return context.refuse(ExitCode::error, "lakemirror diff", std::move(target_checked).error());
  }
  ProgressLine progress(context.progress_mode());
  const auto on_progress = [&](const pipeline::Progress& at) { progress.show(at.phase, at.done, at.total); };
  LM_TRY(const pipeline::SyncReport report, bench->replicator->sync(request, context.stop(), on_progress));
  LM_CHECK(print_report(context, report, dry_run));
  if (context.stop().stop_requested()) return ExitCode::interrupted;
  LM_CHECK(close_gap(*bench->journal, request, report));
  // What happens from here on must be found by the first pull, however late that comes.
  if (request.databases.empty() && !dry_run) {
    pipeline::JournalIntake intake(*bench->journal);
    LM_CHECK(feed::begin_at(intake, report.begun));
  }
  return sync_exit_code(report);
}

}  // namespace

void add_sync(Command root, Context& context) {
  auto options = std::make_shared<SyncOptions>();
  Command command = root.add("sync", "Make the target equal to the source, all of it or chosen databases",
                             "lakemirror sync --dry-run --database sales --database web");
  command.list("-d,--database", options->request.databases, "NAME", "Only this database; may be given again");
  command.flag("--delete", options->request.removals, "Also remove what the source does not have");
  command.flag("--allow-removals", options->request.allow_removals,
               "However many objects would go: the breaker does not hold them");
  command.flag("--dry-run", options->request.dry_run, "Print the plan and change nothing");
  add_adopt_option(command, options->adopt_target);
  context.add_common_options(command);
  command.runs([&context, options] { return sync(context, *options); });
}

void add_diff(Command root, Context& context) {
  auto options = std::make_shared<SyncOptions>();
  // Everything that differs is shown, also what only a sync with --delete would touch.
  options->request = {.dry_run = true, .removals = true};
  Command command = root.add("diff", "Compare source and target and print what differs; exit 0 or 2",
                             "lakemirror diff --database sales --output json");
  command.list("-d,--database", options->request.databases, "NAME", "Only this database; may be given again");
  context.add_common_options(command);
  command.runs([&context, options] { return sync(context, *options); });
}

}  // namespace lakemirror::cli
