#include "journal/replicator_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"

namespace lakemirror::journal {

namespace {

Error lock_error(ErrorKind kind, const std::string& path, std::string message, std::string hint) {
  return {.kind = kind,
          .operation = "journal lock",
          .subject = path,
          .message = std::move(message),
          .hint = std::move(hint)};
}

/// What the holder wrote: its process id.
std::string holder(int file) {
  char text[32] = {};
  const auto size = ::pread(file, text, sizeof(text), 0);
  return size > 0 ? std::string(trim({text, static_cast<std::size_t>(size)})) : std::string("unknown");
}

bool write_own_id(int file) {
  const std::string text = fmt::format("{}\n", ::getpid());
  return ::ftruncate(file, 0) == 0 &&
         ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Result<ReplicatorLock> ReplicatorLock::acquire(const std::string& journal_path) {
  if (journal_path == ":memory:") return ReplicatorLock(-1);
  const std::string path = journal_path + ".lock";
  std::error_code ignored;  // a folder that cannot be made shows when the file is opened
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return fail(lock_error(ErrorKind::denied, path, std::strerror(errno),
                           "the replicator needs the right to make this file"));
  }
  ReplicatorLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const bool is_held = errno == EWOULDBLOCK;
    const std::string why = is_held ? "process " + holder(file) + " is replicating from this journal"
                                    : std::string(std::strerror(errno));
    Error error =
        lock_error(ErrorKind::retry, path, why, "stop the other replicator, or name another journal");
    if (is_held) error.code = held_code;
    return fail(std::move(error));
  }
  // The file stays when the lock goes: removing it would let two processes lock two files of one name.
  if (!write_own_id(file)) {
    return fail(lock_error(ErrorKind::retry, path, std::strerror(errno),
                           "free space on the disk that holds the journal"));
  }
  return lock;
}

ReplicatorLock::ReplicatorLock(ReplicatorLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

ReplicatorLock& ReplicatorLock::operator=(ReplicatorLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

ReplicatorLock::~ReplicatorLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace lakemirror::journal
