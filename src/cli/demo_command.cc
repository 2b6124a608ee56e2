#include <filesystem>

#include "cli/commands.h"
#include "cli/demo_changes.h"
#include "cli/demo_configuration.h"
#include "cli/demo_folder.h"
#include "cli/demo_hints.h"
#include "cli/demo_prompt.h"
#include "cli/demo_result.h"
#include "cli/demo_watch.h"
#include "cli/logging.h"
#include "workload/options.h"

namespace lakemirror::cli {

namespace {

/// A journal that is in use belongs to somebody's real replication; entries of a demo must not get into it.
Result<std::filesystem::path> demo_journal(Context& context, const DemoFolder& folder) {
  if (context.options.journal.empty()) return folder.path() / "journal.db";
  std::error_code failure;
  const std::filesystem::path path = std::filesystem::absolute(context.options.journal, failure);
  if (failure || std::filesystem::exists(path, failure)) {
    return context.refuse(ExitCode::usage, "lakemirror demo --help",
                          {.operation = "--journal",
                           .subject = context.options.journal,
                           .message = "the file is there already",
                           .hint = "name one that is not: the demo needs a journal of its own"});
  }
  return path;
}

DemoState first_state(const DemoOptions& options) {
  DemoState state{.planned = static_cast<std::size_t>(options.changes)};
  for (const std::string& name : workload::event_names()) state.by_event[name] = 0;
  return state;
}

/// Everything of one demo, made in order; what stands below refers to what stands above.
class Demo {
 public:
  Demo(Context& context, const DemoOptions& options)
      : context_(context), options_(options), board_(first_state(options)) {}

  Result<ExitCode> run() {
    LM_CHECK(start());
    LM_TRY(const DemoWatch::End end, watch_->until_workload_is_followed());
    if (end == DemoWatch::End::stopped) return ExitCode::interrupted;
    if (end == DemoWatch::End::stuck) context_.note("nothing moves any more; what is pending stays so");
    if (options_.pause && !pause()) return ExitCode::interrupted;
    LM_TRY(ExitCode code, conclude());
    if (options_.keep) {
      LM_CHECK(compare_again(code));
    } else if (!context_.wants_json()) {
      LM_CHECK(context_.print(demo_next_steps()));
    }
    return code;
  }

 private:
  Result<void> start() {
    LM_TRY(folder_, DemoFolder::make());
    LM_TRY(const std::filesystem::path journal, demo_journal(context_, *folder_));
    LM_TRY(regions_, DemoRegions::start(context_));
    LM_TRY(const config::Configuration configuration,
           write_demo_configuration(folder_->path(), journal, regions_->url()));
    context_.note(std::string("a local AWS at ") + regions_->url() + "; " + DemoRegions::target +
                  " follows " + DemoRegions::source);
    LM_TRY(replication_, DemoReplication::start(context_, *regions_, configuration, board_));
    LM_TRY(workload_client_, regions_->connect(DemoRegions::source, 0));
    changes_.emplace(*workload_client_, options_, context_.clock(), board_, context_.stop());
    watch_.emplace(context_, board_, *replication_);
    return {};
  }

  std::string commands() const {
    return demo_commands(regions_->url(), (folder_->path() / "lakemirror.conf").string());
  }

  /// False when a stop was requested meanwhile.
  bool pause() {
    context_.note(commands() + "Enter goes on and compares");
    return wait_for_line(context_.stop()) != Answer::stopped;
  }

  /// Compares the Regions as they are and tells of everything.
  Result<ExitCode> conclude() {
    LM_TRY(const json::object source, regions_->dump(DemoRegions::source));
    LM_TRY(const json::object target, regions_->dump(DemoRegions::target));
    const DemoResult result{
        .state = board_.state(),
        .comparison = workload::compare(source, target, {.buckets = workload::bucket_pairs()})};
    if (context_.wants_json()) {
      LM_CHECK(context_.print(demo_json(result)));
    } else {
      LM_CHECK(context_.print("\n" + demo_text(result, context_.paint())));
    }
    return demo_exit_code(result);
  }

  /// Goes on replicating, and compares at every line of input, until a stop is requested.
  Result<void> compare_again(ExitCode& code) {
    context_.note(commands() + "what is changed in " + DemoRegions::source +
                  " is still being followed; Enter compares again, Ctrl-C ends");
    while (true) {
      const Answer answer = wait_for_line(context_.stop());
      if (answer == Answer::stopped) return {};
      if (answer == Answer::end_of_input) {
        // Nobody can ask any more: stays up, as a server does, until it is stopped.
        while (!context_.stop().stop_requested()) context_.clock().sleep_for(Seconds(60), context_.stop());
        return {};
      }
      LM_TRY(const DemoWatch::End end, watch_->until_all_is_followed());
      if (end == DemoWatch::End::stopped) return {};
      LM_TRY(code, conclude());
    }
  }

  Context& context_;
  const DemoOptions options_;
  DemoBoard board_;
  std::unique_ptr<DemoFolder> folder_;
  std::unique_ptr<DemoRegions> regions_;
  std::unique_ptr<DemoReplication> replication_;
  std::unique_ptr<aws::HttpClient> workload_client_;
  std::optional<DemoChanges> changes_;
  std::optional<DemoWatch> watch_;
};

}  // namespace

void add_demo(Command root, Context& context) {
  auto options = std::make_shared<DemoOptions>();
  Command command = root.add("demo", "Two local Regions, one following the other; needs no account",
                             "lakemirror demo --changes 1000 --rate 50 --keep");
  // LookupEvents shows 50 events a second. Far above that, and for long, the demo would show nothing but
  // waiting.
  command.number("--changes", options->changes, 1, 20'000, "Changes to make at the source");
  command.number("--rate", options->rate, 0.1, 100.0, "Changes a second");
  command.number("--seed", options->seed, 0, 1'000'000'000, "Which changes: the same ones for the same seed");
  command.flag("--pause", options->pause, "Before the two are compared, wait for Enter");
  command.flag("--keep", options->keep, "After it keep everything running, and compare again at every Enter");
  command.option("--journal", context.options.journal, "PATH",
                 "A new file, which stays (otherwise none stays)");
  context.add_output_option(command);
  context.add_log_options(command);
  command.runs([&context, options] {
    configure_logging(context, "warn", "");
    return Demo(context, *options).run();
  });
}

}  // namespace lakemirror::cli
