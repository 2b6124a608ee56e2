#include "base/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <condition_variable>
#include <mutex>

namespace lakemirror {

namespace {

class SystemClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

  void sleep_for(Milliseconds duration, std::stop_token stop) override {
    std::mutex mutex;
    std::condition_variable_any wakeup;
    std::unique_lock lock(mutex);
    wakeup.wait_for(lock, stop, duration, [] { return false; });
  }
};

}  // namespace

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

Time VirtualClock::now() const { return Time(Milliseconds(now_ms_.load())); }

void VirtualClock::sleep_for(Milliseconds duration, std::stop_token stop) {
  if (!stop.stop_requested()) advance(duration);
}

void VirtualClock::advance(Milliseconds duration) { now_ms_ += duration.count(); }

namespace {

// What four digits can say: the years 1 to 9999, in seconds since 1970; the last one exclusive.
constexpr Milliseconds::rep first_second = -62'135'596'800;
constexpr Milliseconds::rep end_second = 253'402'300'800;

}  // namespace

// What lies outside of these years is written as their first or last instant.
std::string format_time(Time time) {
  time = std::clamp(time, Time(Seconds(first_second)), Time(Seconds(end_second)) - Milliseconds(1));
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(date.year()),
                                unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                                clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) out += fmt::format(".{:03}", clock.subseconds().count());
  return out + "Z";
}

namespace {

/// Takes exactly `digits` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int number = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + digits, number);
  if (failure != std::errc() || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Milliseconds(0);
  int scale = 100, value = 0;
  bool any = false;
  while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front()))) {
    value += (text.front() - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
    any = true;
  }
  if (!any) return std::nullopt;
  return Milliseconds(value);
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || text.empty()) return std::chrono::minutes(0);
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2);
  take(text, ':');
  const auto minutes = take_number(text, 2);
  if (!hours || !minutes) return std::nullopt;
  return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

std::optional<Time> read_time(std::string_view text) {
  const auto year = take_number(text, 4);
  const bool dash_one = take(text, '-');
  const auto month = take_number(text, 2);
  const bool dash_two = take(text, '-');
  const auto day = take_number(text, 2);
  const bool separator = take(text, 'T') || take(text, ' ');
  const auto hour = take_number(text, 2);
  const bool colon_one = take(text, ':');
  const auto minute = take_number(text, 2);
  const bool colon_two = take(text, ':');
  const auto second = take_number(text, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (!dash_one || !dash_two || !separator || !colon_one || !colon_two) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  if (!fraction || !offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)),
                                         std::chrono::day(unsigned(*day))};
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + *fraction - *offset;
}

}  // namespace

Result<Time> parse_time(std::string_view text) {
  if (const auto time = read_time(text)) return *time;
  return fail({.kind = ErrorKind::invalid,
               .operation = "read time",
               .subject = std::string(text),
               .message = "not a time such as 2026-09-26T18:34:02Z"});
}

std::optional<Time> time_of_seconds(double seconds) {
  if (!(seconds >= first_second && seconds < end_second)) return std::nullopt;
  return Time(Milliseconds(static_cast<Milliseconds::rep>(seconds * 1000)));
}

std::string format_duration(Milliseconds duration) {
  const long long seconds = std::chrono::duration_cast<Seconds>(duration).count();
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m {}s", seconds / 60, seconds % 60);
  if (seconds < 86400) return fmt::format("{}h {}m", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{}d {}h", seconds / 86400, seconds % 86400 / 3600);
}

}  // namespace lakemirror
