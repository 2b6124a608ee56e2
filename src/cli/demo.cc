#include "cli/demo.h"

#include <fmt/format.h>

#include "cli/demo_configuration.h"
#include "cli/demo_hints.h"
#include "cli/demo_prompt.h"
#include "cli/demo_result.h"
#include "workload/administrator.h"
#include "workload/options.h"

namespace lakemirror::cli {

namespace {

DemoState first_state(const DemoOptions& options) {
  DemoState state{.planned = static_cast<std::size_t>(options.changes)};
  for (const std::string& name : workload::event_names()) state.by_event[name] = 0;
  return state;
}

/// A journal that is there belongs to somebody's real replication; entries of a demo must not get into it.
Result<std::filesystem::path> demo_journal(Context& context, const DemoFolder& folder) {
  if (context.options.journal.empty()) return folder.path() / "journal.db";
  std::error_code failure;
  const std::filesystem::path path = std::filesystem::absolute(context.options.journal, failure);
  if (!failure && !std::filesystem::exists(path, failure)) return path;
  return context.refuse(ExitCode::usage, "lakemirror demo --help",
                        {.operation = "--journal",
                         .subject = context.options.journal,
                         .message = "the file is there already",
                         .hint = "name one that is not: the demo needs a journal of its own"});
}

}  // namespace

Demo::Demo(Context& context, const DemoOptions& options)
    : context_(context), options_(options), board_(first_state(options)) {}

Result<void> Demo::start() {
  LM_TRY(folder_, DemoFolder::make());
  LM_TRY(const std::filesystem::path journal, demo_journal(context_, *folder_));
  LM_TRY(regions_, DemoRegions::start(context_));
  LM_CHECK(administer());
  LM_TRY(const config::Configuration configuration,
         write_demo_configuration(folder_->path(), journal, regions_->url()));
  context_.note(fmt::format("a local AWS at {}; {} follows {}", regions_->url(), DemoRegions::target,
                            DemoRegions::source));
  LM_TRY(replication_, DemoReplication::start(context_, *regions_, configuration, board_));
  changes_.emplace(*workload_client_, administrator_, options_, context_.clock(), board_, context_.stop());
  watch_.emplace(context_, board_, *replication_);
  return {};
}

Result<void> Demo::administer() {
  LM_TRY(workload_client_, regions_->connect(DemoRegions::source, 0));
  LM_TRY(const auto target, regions_->connect(DemoRegions::target, 0));
  LM_TRY(administrator_, workload::become_administrator(*workload_client_));
  LM_CHECK(workload::become_administrator(*target));
  board_.update([](DemoState& state) { state.prepared = 1; });
  return {};
}

Result<ExitCode> Demo::run() {
  if (Result<void> started = start(); !started) {
    if (context_.stop().stop_requested()) return ExitCode::interrupted;
    return fail(std::move(started).error());
  }
  LM_TRY(DemoWatch::End end, watch_->until_workload_is_followed());
  if (end != DemoWatch::End::stopped && options_.pause) {
    if (!pause()) return ExitCode::interrupted;
    // The source may have been changed by hand too.
    LM_TRY(end, watch_->until_all_is_followed());
  }
  if (end == DemoWatch::End::stopped) return ExitCode::interrupted;
  LM_TRY(const ExitCode code, conclude(end));
  if (options_.keep) return compare_again(code);
  if (!context_.wants_json()) LM_CHECK(context_.print(demo_next_steps()));
  return code;
}

bool Demo::pause() {
  context_.note(commands() + "Enter goes on and compares");
  return wait_for_line(context_.stop()) != Answer::stopped;
}

Result<ExitCode> Demo::conclude(DemoWatch::End end) {
  LM_TRY(const json::object source, regions_->dump(DemoRegions::source));
  LM_TRY(const json::object target, regions_->dump(DemoRegions::target));
  LM_TRY(std::vector<std::string> parked, replication_->parked());
  const DemoResult result{.state = board_.state(),
                          .settled = end == DemoWatch::End::settled,
                          .parked = std::move(parked),
                          .comparison = workload::compare(source, target,
                                                          {.buckets = workload::bucket_pairs(),
                                                           .own_principals = {administrator_},
                                                           .target_admins = {administrator_}})};
  if (context_.wants_json()) {
    LM_CHECK(context_.print(demo_json(result)));
  } else {
    LM_CHECK(context_.print("\n" + demo_text(result, context_.paint())));
  }
  return demo_exit_code(result);
}

Result<ExitCode> Demo::compare_again(ExitCode code) {
  context_.note(commands() +
                fmt::format("what is changed in {} is still being followed; Enter compares again, "
                            "Ctrl-C ends",
                            DemoRegions::source));
  Answer answer = wait_for_line(context_.stop());
  for (; answer == Answer::line; answer = wait_for_line(context_.stop())) {
    LM_TRY(const DemoWatch::End end, watch_->until_all_is_followed());
    if (end == DemoWatch::End::stopped) return code;
    LM_TRY(code, conclude(end));
  }
  // At the end of input nobody can ask any more: stays up, as a server does, until it is stopped.
  while (!context_.stop().stop_requested()) {
    context_.clock().sleep_for(std::chrono::minutes(1), context_.stop());
  }
  return code;
}

std::string Demo::commands() const {
  return demo_commands(regions_->url(), (folder_->path() / "lakemirror.conf").string());
}

}  // namespace lakemirror::cli
