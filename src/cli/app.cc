#include "cli/app.h"

#include "cli/commands.h"
#include "cli/program.h"
#include "journal/lease_errors.h"

namespace lakemirror::cli {

namespace {

constexpr std::string_view footer =
    "Start with:\n"
    "  lakemirror demo                      two local Regions, one following the other; needs no account\n"
    "  lakemirror check -c lakemirror.conf  is everything in place to replicate?\n"
    "\n"
    "lakemirror COMMAND --help shows the options and an example of each command.\n"
    "Exit codes: 0 ok or equal, 1 error, 2 different, 3 usage, 4 configuration, 5 incomplete, 6 locked,\n"
    "7 fenced, 130 stopped before its end.";

void add_commands(Program& program, Context& context) {
  const Command root = program.root();
  add_run(root, context);
  add_pull(root, context);
  add_replicate(root, context);
  add_diff(root, context);
  add_sync(root, context);
  add_status(root, context);
  add_promote(root, context);
  add_resume(root, context);
  add_reverse(root, context);
  add_events(root, context);
  add_check(root, context);
  add_init(root, context);
  add_local(root, context);
  add_demo(root, context);
  add_lambda(root, context);
  add_completion(root, context, [&program] { return program.tree(); });
}

ExitCode fail_with(const Context& context, const Error& error) {
  context.note(error.text());
  // It may rise in the middle of any work that changes the target.
  const bool is_fenced = error.code == journal::fenced_code;
  const std::string next = is_fenced ? "lakemirror resume" : context.next();
  if (!next.empty()) context.note("next: " + next);
  return is_fenced ? ExitCode::fenced : context.refused_with();
}

ExitCode perform(const Action& action, const Context& context) {
  const Result<ExitCode> done = action();
  // What ends by itself and was stopped has not come to its end, whatever it says of it.
  const bool cut_short = context.stop().stop_requested() && !context.is_daemon();
  if (done) return cut_short && *done == ExitCode::error ? ExitCode::interrupted : *done;
  if (!cut_short) return fail_with(context, done.error());
  context.note(done.error().text());
  return ExitCode::interrupted;
}

}  // namespace

ExitCode run_app(int argc, const char* const* argv, Context& context) {
  Program program("lakemirror",
                  "Keeps a second AWS Region's Glue Data Catalog and Lake Formation permissions equal to the "
                  "first one's.",
                  LAKEMIRROR_VERSION, std::string(footer));
  add_commands(program, context);
  const Program::Parsed parsed = program.parse(argc, argv);
  if (const auto* action = std::get_if<Action>(&parsed)) return perform(*action, context);
  if (const auto* text = std::get_if<Program::Text>(&parsed)) {
    const Result<void> printed = context.print(text->text);
    return printed ? ExitCode::ok : fail_with(context, printed.error());
  }
  const auto& usage = std::get<Program::Usage>(parsed);
  context.note(usage.message);
  context.note("next: " + usage.next);
  return ExitCode::usage;
}

}  // namespace lakemirror::cli
