#include "cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace lakemirror::cli {

void keep_standard_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) >= 0) continue;
    // The lowest free number is given out, and those below are taken. What is read from input is its end.
    const int mode = number == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    [[maybe_unused]] const int opened = ::open("/dev/null", mode);
  }
}

}  // namespace lakemirror::cli
