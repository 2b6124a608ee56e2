#include "cli/commands.h"
#include "cli/pass_output.h"
#include "cli/workbench.h"

namespace lakemirror::cli {

namespace {

struct ReplicateOptions {
  bool allow_removals = false;
  bool adopt_target = false;
};

Result<ExitCode> replicate(Context& context, const ReplicateOptions& options) {
  LM_TRY(const auto bench, Workbench::open(context, Workbench::Purpose::apply, options.adopt_target));
  Result<void> target_checked = bench->replicator->check_target();
  if (!target_checked)
    return context.refuse(ExitCode::error, "lakemirror diff", std::move(target_checked).error());
  ProgressLine progress(context.progress_mode());
  const auto on_progress = [&](const pipeline::Progress& at) { progress.show(at.phase, at.done, at.total); };
  LM_TRY(const pipeline::PassReport report,
         bench->replicator->replicate(context.stop(), on_progress, options.allow_removals));
  if (context.wants_json()) {
    auto told = pass_json(report);
    told["calls"] = {{"source", calls_json(bench->source->statistics())},
                     {"target", calls_json(bench->target->statistics())}};
    LM_CHECK(context.print(told));
  } else {
    LM_CHECK(context.print(pass_text(report, context.paint())));
  }
  if (context.stop().stop_requested()) return ExitCode::interrupted;
  return report.parked > 0 ? ExitCode::incomplete : ExitCode::ok;
}

}  // namespace

void add_replicate(Command root, Context& context) {
  auto options = std::make_shared<ReplicateOptions>();
  Command command = root.add("replicate", "One pass: from the journal to the target", "lakemirror replicate");
  command.flag("--allow-removals", options->allow_removals,
               "Removals that the breaker holds are meant: let them through");
  add_adopt_option(command, options->adopt_target);
  context.add_common_options(command);
  command.runs([&context, options] { return replicate(context, *options); });
}

}  // namespace lakemirror::cli
