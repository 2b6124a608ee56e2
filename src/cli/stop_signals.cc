#include "cli/stop_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "cli/exit_code.h"

namespace lakemirror::cli {

namespace {

std::atomic<int> wake_fd = -1;
std::atomic<bool> stopping = false;
std::atomic<bool> silent = false;

// Only what is safe in a handler: requesting a stop runs callbacks, so a thread does that.
extern "C" void on_signal(int number) {
  const int saved = errno;
  if (stopping.exchange(true)) {
    // A terminal that goes away says so more than once: its shell does, and the kernel.
    if (number == SIGHUP) return;
    _exit(static_cast<int>(ExitCode::interrupted));
  }
  const char byte = 's';
  [[maybe_unused]] const ssize_t written = ::write(wake_fd, &byte, 1);
  errno = saved;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, nullptr);
}

/// Whoever started us with nohup wants us to outlive the terminal.
bool is_ignored(int signal) {
  struct sigaction action = {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
  stopping = false;
  handle(SIGPIPE, SIG_IGN);
  if (::pipe2(pipe_, O_CLOEXEC) != 0) return;  // then signals end the process at once, as without us
  wake_fd = pipe_[1];
  waiter_ = std::thread([this] { wait(); });
  handle(SIGINT, on_signal);
  handle(SIGTERM, on_signal);
  if (!is_ignored(SIGHUP)) handle(SIGHUP, on_signal);
}

StopSignals::~StopSignals() {
  if (!waiter_.joinable()) return;
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
  if (!is_ignored(SIGHUP)) handle(SIGHUP, SIG_DFL);
  const char byte = 'q';
  [[maybe_unused]] const ssize_t written = ::write(pipe_[1], &byte, 1);
  waiter_.join();
  ::close(pipe_[0]);
  ::close(pipe_[1]);
}

void StopSignals::keep_silent() { silent = true; }

void StopSignals::wait() {
  char byte = 0;
  ssize_t got = 0;
  while ((got = ::read(pipe_[0], &byte, 1)) < 0 && errno == EINTR) {
  }
  if (got != 1 || byte != 's') return;
  constexpr std::string_view note = "\nlakemirror: stopping cleanly; once more stops at once\n";
  if (!silent) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, note.data(), note.size());
  }
  source_.request_stop();
}

}  // namespace lakemirror::cli
