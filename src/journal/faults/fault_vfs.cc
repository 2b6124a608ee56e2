#include "journal/faults/fault_vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <map>
#include <new>
#include <string>
#include <vector>

namespace lakemirror::journal::fault_vfs {

namespace {

/// How to take one unsynced change of a file back.
struct Undo {
  sqlite3_int64 offset = 0;
  std::vector<char> before = {};
  sqlite3_int64 size_before = 0;
};

struct State {
  Fault fault = Fault::none;
  long nth = 0;
  long operations = 0;
};
State state;

struct File {
  sqlite3_file base;  // what SQLite sees; must come first
  sqlite3_file* real;
  std::vector<Undo>* unsynced;
  bool durable;  ///< not the -shm file nor a temporary one
};

File* as_file(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return as_file(file)->real; }

std::vector<File*>& open_files() {
  static std::vector<File*> files;
  return files;
}

sqlite3_int64 size_of(File* file) {
  sqlite3_int64 size = 0;
  file->real->pMethods->xFileSize(file->real, &size);
  return size;
}

/// Reads up to `amount` bytes; fewer at the end of the file.
std::vector<char> bytes_at(File* file, sqlite3_int64 offset, sqlite3_int64 amount) {
  const sqlite3_int64 there = std::max<sqlite3_int64>(0, std::min(amount, size_of(file) - offset));
  std::vector<char> bytes(static_cast<std::size_t>(there));
  if (there > 0) file->real->pMethods->xRead(file->real, bytes.data(), static_cast<int>(there), offset);
  return bytes;
}

void remember(File* file, sqlite3_int64 offset, sqlite3_int64 amount) {
  if (state.fault != Fault::power_loss || !file->durable) return;
  file->unsynced->push_back({offset, bytes_at(file, offset, amount), size_of(file)});
}

/// The disk as it is when the power goes: only what was synced is certain, and the worst case is that nothing
/// else is there.
void take_back_unsynced() {
  for (auto* file : open_files()) {
    for (auto undo = file->unsynced->rbegin(); undo != file->unsynced->rend(); ++undo) {
      if (!undo->before.empty()) {
        file->real->pMethods->xWrite(file->real, undo->before.data(), static_cast<int>(undo->before.size()),
                                     undo->offset);
      }
      file->real->pMethods->xTruncate(file->real, undo->size_before);
    }
  }
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

/// Counts one change, and lets the fault happen when it is due. Returns what SQLite is to be told, if not
/// that all is well.
int change(File* file, const void* data = nullptr, int amount = 0, sqlite3_int64 offset = 0) {
  ++state.operations;
  if (state.fault == Fault::none || state.operations < state.nth) return SQLITE_OK;
  switch (state.fault) {
    case Fault::none:
      break;
    case Fault::kill:
      die();
    case Fault::torn:
      if (data != nullptr) file->real->pMethods->xWrite(file->real, data, amount / 2, offset);
      die();
    case Fault::power_loss:
      take_back_unsynced();
      die();
    case Fault::disk_full:
      return data != nullptr ? SQLITE_FULL : SQLITE_OK;
    case Fault::io_error:
      return data != nullptr ? SQLITE_IOERR_WRITE : SQLITE_IOERR_FSYNC;
  }
  return SQLITE_OK;
}

int on_close(sqlite3_file* file) {
  std::erase(open_files(), as_file(file));
  delete as_file(file)->unsynced;
  const int result = real(file)->pMethods->xClose(real(file));
  return result;
}
int on_read(sqlite3_file* file, void* data, int amount, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), data, amount, offset);
}
int on_write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  if (const int failure = change(as_file(file), data, amount, offset)) return failure;
  remember(as_file(file), offset, amount);
  return real(file)->pMethods->xWrite(real(file), data, amount, offset);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int failure = change(as_file(file))) return failure;
  remember(as_file(file), size, size_of(as_file(file)) - size);
  return real(file)->pMethods->xTruncate(real(file), size);
}
int on_sync(sqlite3_file* file, int flags) {
  if (const int failure = change(as_file(file))) return failure;
  const int result = real(file)->pMethods->xSync(real(file), flags);
  if (result == SQLITE_OK) as_file(file)->unsynced->clear();
  return result;
}
int on_file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int on_lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int on_unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int on_check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int on_control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int on_sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int on_characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int on_shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
void on_shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int on_shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

/// Version 2: with shared memory, which WAL needs; without memory mapping, which would go past on_read.
const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_lock,
    .xFileControl = on_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* below = nullptr;

/// The real file's object lies behind ours, in the room that SQLite gives for both.
int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* ours = new (file) File();
  ours->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
  ours->durable = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
  const int result = below->xOpen(below, name, ours->real, flags, out_flags);
  if (result != SQLITE_OK) return result;
  ours->base.pMethods = &methods;
  ours->unsynced = new std::vector<Undo>();
  open_files().push_back(ours);
  return SQLITE_OK;
}

}  // namespace

void install() {
  static sqlite3_vfs vfs = [] {
    below = sqlite3_vfs_find(nullptr);
    sqlite3_vfs copy = *below;  // all but opening goes straight to the system
    copy.pNext = nullptr;
    copy.zName = "fault";
    copy.szOsFile = below->szOsFile + static_cast<int>(sizeof(File));
    copy.xOpen = on_open;
    return copy;
  }();
  sqlite3_vfs_register(&vfs, 1);
}

void arm(Fault fault, long nth) { state = {fault, nth, 0}; }
void disarm() { state = {}; }
long operations() { return state.operations; }

}  // namespace lakemirror::journal::fault_vfs
