#include "cli/confirm.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace lakemirror::cli {

namespace {

constexpr int look_for_stop_every_ms = 100;

/// A line of standard input; empty where that ends, or a stop was requested.
std::string read_answer(const std::stop_token& stop) {
  std::string line;
  while (!stop.stop_requested()) {
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (::poll(&input, 1, look_for_stop_every_ms) <= 0) continue;
    char byte = 0;
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};
    if (byte == '\n') return line;
    line += byte;
  }
  return {};
}

}  // namespace

bool can_be_asked() { return ::isatty(STDIN_FILENO) == 1; }

bool confirm(const Context& context, std::string_view question) {
  std::fprintf(stderr, "%s [y/N] ", std::string(question).c_str());
  const std::string answer = read_answer(context.stop());
  return answer.starts_with('y') || answer.starts_with('Y');
}

}  // namespace lakemirror::cli
