#include "cli/commands.h"
#include "cli/demo.h"
#include "cli/logging.h"

namespace lakemirror::cli {

void add_demo(Command root, Context& context) {
  auto options = std::make_shared<DemoOptions>();
  Command command = root.add("demo", "Two local Regions, one following the other; needs no account",
                             "lakemirror demo --changes 1000 --rate 50 --keep");
  // LookupEvents shows 50 events a second. Far above that, and for long, there would be nothing to see but
  // waiting.
  command.number("--changes", options->changes, 1, 20'000, "Changes to make at the source");
  command.number("--rate", options->rate, 0.1, 100.0, "Changes a second");
  command.number("--seed", options->seed, 0, 1'000'000'000, "Which changes: the same ones for the same seed");
  command.flag("--pause", options->pause, "Before the two are compared, wait for Enter");
  command.flag("--keep", options->keep, "After it keep everything running, and compare again at every Enter");
  command.option("--journal", context.options.journal, "PATH",
                 "A file to make and to keep (otherwise none is kept)");
  context.add_output_option(command);
  context.add_log_options(command);
  command.runs([&context, options] {
    // The live view tells of trouble itself, and log lines would tear it.
    const bool is_live = context.progress_mode() == ProgressLine::Mode::live;
    configure_logging(context, is_live ? "off" : "warn", "");
    return Demo(context, *options).run();
  });
}

}  // namespace lakemirror::cli
