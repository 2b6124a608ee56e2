// Commands that a function has no use for. Defined here, they are not taken from their library, nor is what
// they alone need: the local AWS, the HTTP server, what makes changes for the demo. That is a tenth of the
// zip.
#include "cli/commands.h"

namespace lakemirror::cli {

void add_run(Command, Context&) {}
void add_local(Command, Context&) {}
void add_demo(Command, Context&) {}

}  // namespace lakemirror::cli
