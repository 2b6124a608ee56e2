#pragma once

#include "cli/command.h"
#include "cli/command_tree.h"
#include "cli/context.h"

namespace lakemirror::cli {

// One function for each command, in the file of its name. Each describes the command below `root`; `context`
// must outlive the Program.

void add_run(Command root, Context& context);
void add_pull(Command root, Context& context);
void add_replicate(Command root, Context& context);
void add_diff(Command root, Context& context);
void add_sync(Command root, Context& context);
void add_status(Command root, Context& context);
void add_promote(Command root, Context& context);
void add_resume(Command root, Context& context);
void add_reverse(Command root, Context& context);
void add_events(Command root, Context& context);
void add_check(Command root, Context& context);
void add_init(Command root, Context& context);
void add_local(Command root, Context& context);
void add_demo(Command root, Context& context);
void add_lambda(Command root, Context& context);
/// `tree` gives the whole command line, once it is complete.
void add_completion(Command root, Context& context, std::function<CommandTree()> tree);

}  // namespace lakemirror::cli
