#include "aws/command_output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lakemirror::aws {
namespace {

constexpr std::size_t max_output = 64 * 1024;  // credentials are 2 KB
using Deadline = std::chrono::steady_clock::time_point;

Error command_failure(const std::string& program, std::string_view what) {
  return {.kind = ErrorKind::denied, .operation = "run", .subject = program, .message = std::string(what)};
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

int spawn(const std::vector<std::string>& arguments, int output, pid_t& child) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  const int failure = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

enum class Reading { complete, too_slow, too_much };

Reading read_all(int fd, Deadline deadline, std::string& output) {
  char buffer[4096];
  while (true) {
    const auto left =
        std::chrono::duration_cast<Milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return Reading::too_slow;
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Reading::too_slow;
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Reading::complete;
    output.append(buffer, static_cast<std::size_t>(got));
    if (output.size() > max_output) return Reading::too_much;
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<std::string> command_output(const std::vector<std::string>& arguments, Milliseconds timeout) {
  if (arguments.empty()) return fail(command_failure("", "the command is empty"));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(command_failure(arguments[0], std::strerror(errno)));
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  pid_t child = 0;
  if (const int failure = spawn(arguments, to.get(), child); failure != 0) {
    return fail(command_failure(arguments[0], std::strerror(failure)));
  }
  to.close();
  std::string output;
  const Reading reading = read_all(from.get(), std::chrono::steady_clock::now() + timeout, output);
  if (reading != Reading::complete) ::kill(child, SIGKILL);
  const int status = wait_for(child);
  if (reading == Reading::too_slow)
    return fail(command_failure(arguments[0], "it did not end within its time"));
  if (reading == Reading::too_much) return fail(command_failure(arguments[0], "it wrote more than 64 KB"));
  if (WIFSIGNALED(status))
    return fail(command_failure(arguments[0], "it ended by signal " + std::to_string(WTERMSIG(status))));
  if (WEXITSTATUS(status) != 0) {
    return fail(
        command_failure(arguments[0], "it ended with exit code " + std::to_string(WEXITSTATUS(status))));
  }
  return output;
}

}  // namespace lakemirror::aws
