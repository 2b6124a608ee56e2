#include "simulate/crash_switch.h"

namespace lakemirror::simulate {

void CrashSwitch::arm(std::uint64_t steps, bool late) {
  left_ = steps;
  late_ = late;
}

void CrashSwitch::revive() {
  dead_ = false;
  left_ = 0;
}

CrashSwitch::Fate CrashSwitch::step() {
  if (dead_) return Fate::dies_before;
  if (left_ == 0 || --left_ > 0) return Fate::lives;
  dead_ = true;
  return late_ ? Fate::dies_after : Fate::dies_before;
}

Error CrashSwitch::error() {
  return {.kind = ErrorKind::retry, .operation = "simulate", .message = "the process is dead"};
}

}  // namespace lakemirror::simulate
