#include "cli/commands.h"
#include "cli/setup.h"
#include "setup/observe.h"

namespace lakemirror::cli {

namespace {

Result<ExitCode> status(Context& context) {
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  LM_TRY(const auto journal, open_to_look(context, configuration));
  LM_TRY(report::Observed observed,
         setup::observe(*journal, context.clock().now(), configuration.trail_settle));
  const report::Status status = report::make_status(std::move(observed));
  if (context.wants_json()) {
    LM_CHECK(context.print(report::status_json(status)));
  } else {
    LM_CHECK(context.print(report::status_text(status, context.paint())));
  }
  return ExitCode::ok;
}

}  // namespace

void add_status(Command root, Context& context) {
  Command command = root.add("status", "Lag, replication point, counts, and what is parked and why",
                             "lakemirror status --output json");
  context.add_common_options(command);
  command.runs([&context] { return status(context); });
}

}  // namespace lakemirror::cli
