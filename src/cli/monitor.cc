#include "cli/monitor.h"

#include <algorithm>
#include <filesystem>

#include "cli/process_figures.h"
#include "setup/observe.h"

namespace lakemirror::cli {

namespace {

/// However often is asked, the journal is read once in this time.
constexpr Milliseconds reading_lasts = Seconds(1);

std::optional<std::uint64_t> bytes_of(const std::string& journal_path) {
  std::error_code failed;
  const auto file = std::filesystem::file_size(journal_path, failed);
  if (failed) return std::nullopt;
  const auto log = std::filesystem::file_size(journal_path + "-wal", failed);
  return file + (failed ? 0 : log);
}

std::optional<std::uint64_t> free_bytes_beside(const std::string& journal_path) {
  std::error_code failed;
  const auto folder = std::filesystem::absolute(journal_path, failed).parent_path();
  const auto space = std::filesystem::space(folder, failed);
  return failed ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

Error no_journal(const std::string& path) {
  return {.kind = ErrorKind::corrupt,
          .operation = "read journal",
          .subject = path,
          .message = "the file is empty",
          .hint = "stop, and see in docs/journal.md what to do when the journal is lost"};
}

}  // namespace

Monitor::Monitor(std::unique_ptr<journal::Journal> journal, const pipeline::Tallies& tallies, Clock& clock,
                 Watched watched)
    : journal_(std::move(journal)), tallies_(tallies), clock_(clock), watched_(std::move(watched)) {
  run_.started = clock.now();
  run_.trouble = "not both sides have answered yet";
  run_.trouble_since = run_.started;
}

void Monitor::follow(const aws::HttpClient& source, const aws::HttpClient& target) {
  const std::lock_guard lock(mutex_);
  source_ = &source;
  target_ = &target;
  run_.trouble.clear();
  run_.trouble_since.reset();
}

void Monitor::ticked(const pipeline::Loop::Tick& tick) {
  const std::lock_guard lock(mutex_);
  ++run_.ticks;
  if (!tick.trouble.empty()) ++run_.failed_ticks;
  run_.tick_ended = tick.ended;
  run_.next_tick = tick.next;
  run_.tick_took = tick.ended - tick.began;
  if (tick.pulled) run_.last_pull = tick.ended;
  if (tick.replicated) run_.last_pass = tick.ended;
  run_.trouble = tick.trouble;
  if (tick.trouble.empty()) {
    run_.trouble_since.reset();
  } else if (!run_.trouble_since) {
    run_.trouble_since = tick.ended;
  }
}

Monitor::Reading Monitor::observed(Time now) {
  const std::lock_guard lock(reading_mutex_);
  const bool is_fresh = reading_ && now >= read_at_ && now - read_at_ < reading_lasts;
  if (!is_fresh) {
    reading_ = setup::observe(*journal_, now, watched_.trail_settle);
    // What SQLite has in memory can be read even then.
    if (bytes_of(watched_.journal_path) == 0u) reading_ = fail(no_journal(watched_.journal_path));
    read_at_ = now;
  }
  return *reading_;
}

report::RunState Monitor::run_state() const {
  const std::lock_guard lock(mutex_);
  report::RunState run = run_;
  for (const aws::HttpClient* side : {source_, target_}) {
    const auto sent = side == nullptr ? std::nullopt : side->last_sent();
    if (sent) run.last_request = std::max(*sent, run.last_request.value_or(*sent));
  }
  return run;
}

report::JournalState Monitor::journal_state(const Reading& reading) const {
  return {.error = reading ? std::string() : reading.error().text(),
          .bytes = bytes_of(watched_.journal_path),
          .free_bytes = free_bytes_beside(watched_.journal_path)};
}

report::Metrics Monitor::metrics() {
  const Time now = clock_.now();
  const Reading reading = observed(now);
  report::Metrics metrics{.version = watched_.version,
                          .now = now,
                          .activity = tallies_.activity(),
                          .run = run_state(),
                          .journal = journal_state(reading),
                          .process = process_figures()};
  if (reading) metrics.status = report::make_status(*reading);
  metrics.health = report::judge_health(metrics.run, metrics.journal, now);
  const std::lock_guard lock(mutex_);
  if (source_ != nullptr) metrics.calls["source"] = source_->statistics();
  if (target_ != nullptr) metrics.calls["target"] = target_->statistics();
  return metrics;
}

}  // namespace lakemirror::cli
