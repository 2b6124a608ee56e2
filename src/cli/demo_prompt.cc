#include "cli/demo_prompt.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace lakemirror::cli {

Answer wait_for_line(const std::stop_token& stop) {
  constexpr int look_for_stop_every_ms = 100;
  while (!stop.stop_requested()) {
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (::poll(&input, 1, look_for_stop_every_ms) <= 0) continue;
    // Byte by byte: the next line is for whoever asks next.
    char byte = 0;
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Answer::end_of_input;
    if (byte == '\n') return Answer::line;
  }
  return Answer::stopped;
}

}  // namespace lakemirror::cli
