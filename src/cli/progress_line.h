#pragma once

#include <chrono>
#include <mutex>
#include <string_view>

namespace lakemirror::cli {

/// Tells on standard error how far long work has come: on a terminal one line that is drawn again and again,
/// else a line now and then. Safe for concurrent use. Erases the live line when it ends.
class ProgressLine {
 public:
  enum class Mode { live, lines, silent };

  explicit ProgressLine(Mode mode) : mode_(mode) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Shows the text, unless one was shown a moment ago.
  void show(std::string_view text);
  /// Shows how much of a phase is done; `total` 0 means that nobody knows.
  void show(std::string_view phase, std::size_t done, std::size_t total);

 private:
  bool is_due();

  const Mode mode_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point shown_ = {};
  bool drawn_ = false;
};

}  // namespace lakemirror::cli
