#include "cli/terminal.h"

#include <unistd.h>

namespace lakemirror::cli {

winsize terminal_size() {
  winsize size = {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size = {24, 80, 0, 0};
  return size;
}

}  // namespace lakemirror::cli
