#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/confirm.h"
#include "cli/fence_post.h"
#include "cli/sync_output.h"
#include "cli/workbench.h"

namespace lakemirror::cli {

namespace {

struct ResumeOptions {
  bool yes = false;
  bool without_diff = false;
};

/// What the replicator would change at the target if nothing kept it from that.
Result<pipeline::SyncReport> difference(Context& context) {
  LM_TRY(const auto bench, Workbench::open(context, Workbench::Purpose::look, false));
  ProgressLine progress(context.progress_mode());
  const auto on_progress = [&](const pipeline::Progress& at) { progress.show(at.phase, at.done, at.total); };
  LM_TRY(auto report,
         bench->replicator->sync({.dry_run = true, .removals = true}, context.stop(), on_progress));
  if (report.failed == 0 && !context.stop().stop_requested()) return report;
  const std::string why = report.notes.empty() ? "" : ": " + report.notes.front();
  return fail({.kind = ErrorKind::retry,
               .operation = "compare source and target",
               .message = "not everything could be compared" + why});
}

/// How many are to be removed, or given other content, at the target.
std::pair<std::uint64_t, std::uint64_t> lost_by(const pipeline::SyncReport& report) {
  const auto removals = std::ranges::count_if(report.differences, [](const auto& difference) {
    return difference.kind == model::ChangeKind::remove;
  });
  const auto creations = std::ranges::count_if(report.differences, [](const auto& difference) {
    return difference.kind == model::ChangeKind::create;
  });
  const auto removed = static_cast<std::uint64_t>(removals);
  return {removed, report.differences.size() - removed - static_cast<std::uint64_t>(creations)};
}

std::string warning(const pipeline::SyncReport& report, const std::string& region) {
  const auto [removed, changed] = lost_by(report);
  return fmt::format(
      "{} differ. {} are only in {} and would be removed, {} are different there and would be overwritten: "
      "by sync, and by every entry that touches them. To keep what was made there, replicate it the other "
      "way first: docs/failover.md",
      report.difference_count, removed, region, changed);
}

Result<void> tell(const Context& context, const journal::FenceNote& note,
                  const std::optional<pipeline::SyncReport>& report, bool lifted) {
  if (!context.wants_json()) return {};
  json::object told = report ? sync_json(*report, true) : json::object();
  told["fence"] = {{"since", format_time(note.since)}, {"by", note.by}, {"reason", note.reason}};
  told["compared"] = report.has_value();
  told["lifted"] = lifted;
  return context.print(told);
}

Result<ExitCode> none_stands(const Context& context) {
  if (context.wants_json()) {
    LM_CHECK(context.print(json::object{{"fence", nullptr}, {"compared", false}, {"lifted", false}}));
  } else {
    LM_CHECK(context.print(std::string_view("no fence stands\n")));
  }
  return ExitCode::ok;
}

/// Whether it may be lifted, with that difference.
bool is_agreed(const Context& context, const ResumeOptions& options, const pipeline::SyncReport& report,
               const std::string& region) {
  if (report.equal()) return true;
  context.note(warning(report, region));
  if (options.yes) return true;
  if (can_be_asked()) return confirm(context, "Lift the fence all the same?");
  context.note("next: lakemirror resume --yes");
  return false;
}

Result<ExitCode> resume(Context& context, const ResumeOptions& options) {
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  LM_TRY(const FencePost post, FencePost::open(context, configuration));
  LM_TRY(const auto note, post.fence().standing());
  if (!note) return none_stands(context);
  if (!context.wants_json()) LM_CHECK(context.print("the fence stands " + note->says() + "\n"));
  auto compared = difference(context);
  std::optional<pipeline::SyncReport> report;
  if (compared) {
    report = std::move(*compared);
  } else if (!options.without_diff || context.stop().stop_requested()) {
    Error error = std::move(compared).error();
    error.hint =
        "the fence stays: what would be overwritten cannot be shown. Lift it all the same with: "
        "lakemirror resume --without-diff";
    return context.refuse(ExitCode::error, "lakemirror check", std::move(error));
  } else {
    context.note("lifted without a comparison: " + compared.error().text());
  }
  if (report && !context.wants_json()) LM_CHECK(context.print(sync_text(*report, true, context.paint())));
  if (report && !is_agreed(context, options, *report, configuration.target.region)) {
    LM_CHECK(tell(context, *note, report, false));
    if (!context.wants_json()) LM_CHECK(context.print(std::string_view("the fence stays\n")));
    return ExitCode::different;
  }
  LM_CHECK(post.fence().lift());
  LM_CHECK(tell(context, *note, report, true));
  if (!context.wants_json())
    LM_CHECK(context.print(fmt::format("the fence is lifted: {} follows {} again\n",
                                       configuration.target.region, configuration.source.region)));
  return ExitCode::ok;
}

}  // namespace

void add_resume(Command root, Context& context) {
  auto options = std::make_shared<ResumeOptions>();
  Command command = root.add("resume", "Show what would change at the target, and lift the fence of promote",
                             "lakemirror resume");
  command.flag("--yes", options->yes, "Lift it although the two sides differ, and do not ask");
  command.flag("--without-diff", options->without_diff, "Lift it although the two sides cannot be compared");
  context.add_common_options(command);
  command.runs([&context, options] { return resume(context, *options); });
}

}  // namespace lakemirror::cli
