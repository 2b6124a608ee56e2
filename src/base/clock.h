#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
/// An instant in UTC, to the millisecond.
using Time = std::chrono::sys_time<Milliseconds>;

/// Where the time comes from. Everything that waits or stamps takes a Clock, so that tests and the simulator
/// can own the time. Implementations are safe for concurrent use.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  /// Returns after `duration`, or early when `stop` is requested.
  virtual void sleep_for(Milliseconds duration, std::stop_token stop = {}) = 0;
};

/// The machine's own clock. One instance serves the process.
Clock& system_clock();

/// A clock that stands still until it is told otherwise; sleeping advances it.
class VirtualClock : public Clock {
 public:
  explicit VirtualClock(Time start) : now_ms_(start.time_since_epoch().count()) {}
  Time now() const override;
  void sleep_for(Milliseconds duration, std::stop_token stop = {}) override;
  void advance(Milliseconds duration);

 private:
  std::atomic<Milliseconds::rep> now_ms_;
};

/// "2026-09-26T18:34:02Z", with milliseconds only where there are any.
std::string format_time(Time time);

/// Reads "2026-09-26T18:34:02Z", fractions of a second, and offsets such as +01:00.
Result<Time> parse_time(std::string_view text);

/// An instant in seconds since 1970, as JSON has it; absent outside the years 1 to 9999, which no text of
/// ours can write.
std::optional<Time> time_of_seconds(double seconds);

/// "3s", "4m 10s", "2h 5m", "3d 4h": for people.
std::string format_duration(Milliseconds duration);

}  // namespace lakemirror
