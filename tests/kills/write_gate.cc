// Loaded before the C library (LD_PRELOAD) by kill_test.py: at every write to an SQLite log (a file named
// *-wal) and around every fdatasync of one, it asks the test for leave over a Unix socket and waits for the
// answer. So the test knows exactly what is being written at the moment it kills the process.

#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>

namespace {

/// What is asked: one byte, answered by one byte.
enum Question : char {
  entry_page = 'e',   ///< a page that holds entries, or their records, is about to be written
  other_page = 'o',   ///< any other page is
  before_sync = 's',  ///< the pages are about to be made durable
  after_sync = 'd',   ///< they are durable, and nobody has been told
};

// Every entry and every record holds its event source; nothing else in the journal does.
constexpr std::string_view sign_of_entries = "glue.amazonaws.com";
// Frame headers (24 bytes) and the log's own header are not pages.
constexpr std::size_t smallest_page = 512;

int connect_to_test() {
  const char* path = std::getenv("LAKEMIRROR_WRITE_GATE");
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path == nullptr || std::strlen(path) >= sizeof(address.sun_path)) return -1;
  std::strcpy(address.sun_path, path);
  const int gate = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (gate < 0) return -1;
  if (connect(gate, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return gate;
  close(gate);
  return -1;
}

/// Without a test that listens, nothing is held up.
void ask(Question question) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static const int gate = connect_to_test();
  char answer = 0;
  if (gate < 0 || send(gate, &question, 1, MSG_NOSIGNAL) != 1) return;
  [[maybe_unused]] const ssize_t got = recv(gate, &answer, 1, 0);
}

bool is_log(int file) {
  const std::string_view ending = "-wal";
  char link[32] = "/proc/self/fd/", path[4096];
  char digits[16];
  std::size_t count = 0;
  for (int rest = file; rest > 0 || count == 0; rest /= 10)
    digits[count++] = static_cast<char>('0' + rest % 10);
  std::size_t end = std::strlen(link);
  while (count > 0) link[end++] = digits[--count];
  const ssize_t size = readlink(link, path, sizeof(path));
  return size > 0 && std::string_view(path, static_cast<std::size_t>(size)).ends_with(ending);
}

template <class Function>
Function* next_of(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" ssize_t pwrite64(int file, const void* data, size_t size, off64_t offset) {
  static const auto next = next_of<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  if (size >= smallest_page && is_log(file)) {
    const bool entries = memmem(data, size, sign_of_entries.data(), sign_of_entries.size()) != nullptr;
    ask(entries ? entry_page : other_page);
  }
  return next(file, data, size, offset);
}

extern "C" int fdatasync(int file) {
  static const auto next = next_of<int(int)>("fdatasync");
  const bool log = is_log(file);
  if (log) ask(before_sync);
  const int result = next(file);
  if (log) ask(after_sync);
  return result;
}
