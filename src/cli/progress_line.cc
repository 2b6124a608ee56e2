#include "cli/progress_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "cli/terminal.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

// Often enough to look alive, seldom enough to cost nothing.
constexpr auto live_pause = std::chrono::milliseconds(100);
constexpr auto line_pause = std::chrono::seconds(10);
constexpr std::size_t most_columns = 100;
constexpr std::size_t bar_columns = 24;

/// One stays free: a full line would wrap, and then only its last row is drawn anew.
std::size_t columns() {
  const std::size_t there = terminal_size().ws_col;
  return std::min(most_columns, there > 1 ? there - 1 : 1);
}

std::string bar(std::size_t done, std::size_t total) {
  const std::size_t filled = done >= total ? bar_columns : bar_columns * done / total;
  return "[" + std::string(filled, '#') + std::string(bar_columns - filled, '.') + "]";
}

}  // namespace

ProgressLine::~ProgressLine() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

bool ProgressLine::is_due() {
  if (mode_ == Mode::silent) return false;
  const auto now = std::chrono::steady_clock::now();
  const bool due = now - shown_ >= (mode_ == Mode::live ? live_pause : std::chrono::milliseconds(line_pause));
  // The first of a row of lines waits its turn too: short work says nothing.
  if (due || (mode_ == Mode::lines && shown_.time_since_epoch().count() == 0)) {
    const bool first = shown_.time_since_epoch().count() == 0;
    shown_ = now;
    return mode_ == Mode::live || !first;
  }
  return false;
}

void ProgressLine::show(std::string_view text) {
  const std::scoped_lock lock(mutex_);
  if (!is_due()) return;
  if (mode_ == Mode::live) {
    // Ends with a return, so that a log line that comes in between starts at the edge.
    std::fputs(fmt::format("\r\x1b[K{}\r", report::printable(text, columns())).c_str(), stderr);
    std::fflush(stderr);
    drawn_ = true;
  } else {
    std::fputs(fmt::format("{}\n", report::printable(text)).c_str(), stderr);
  }
}

void ProgressLine::show(std::string_view phase, std::size_t done, std::size_t total) {
  if (total == 0) {
    show(fmt::format("{}: {}", phase, done));
  } else if (mode_ == Mode::live) {
    show(fmt::format("{} {:<18} {} of {}", bar(done, total), phase, done, total));
  } else {
    show(fmt::format("{}: {} of {}", phase, done, total));
  }
}

}  // namespace lakemirror::cli
