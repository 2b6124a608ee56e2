#include "cli/commands.h"
#include "cli/pass_output.h"
#include "cli/setup.h"
#include "feed/lookup_feed.h"
#include "pipeline/journal_intake.h"

namespace lakemirror::cli {

namespace {

Result<ExitCode> pull(Context& context) {
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  LM_TRY(const auto journal, open_journal(context, configuration));
  LM_TRY(const auto source,
         connect_side(context, configuration.source, configuration.lookup_requests_per_second));
  pipeline::JournalIntake intake(*journal);
  feed::LookupFeed feed(*source, intake, context.clock(), lookup_settings(configuration));
  ProgressLine progress(context.progress_mode());
  LM_TRY(const feed::LookupPass pass, feed.pull(context.stop(), [&](const feed::LookupPass& so_far) {
    progress.show("pages of events", so_far.pages, 0);
  }));
  if (context.wants_json()) {
    LM_CHECK(context.print(pull_json(pass)));
  } else {
    LM_CHECK(context.print(pull_text(pass)));
  }
  if (pass.error) return context.refuse(ExitCode::error, "lakemirror check", *pass.error);
  return ExitCode::ok;
}

}  // namespace

void add_pull(Command root, Context& context) {
  Command command = root.add("pull", "One pass: from CloudTrail to the journal", "lakemirror pull");
  context.add_common_options(command);
  command.runs([&context] { return pull(context); });
}

}  // namespace lakemirror::cli
