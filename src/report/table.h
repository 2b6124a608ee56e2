#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/paint.h"

namespace lakemirror::report {

/// Rows of text in aligned columns, two spaces apart. Cells are plain text: control characters in them (names
/// and messages come from elsewhere) are shown as '?', so that no event can write to the operator's terminal.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}

  /// Cells beyond the headings are dropped; missing ones are empty.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }

  /// One line a row, each ended by a newline; headings first.
  std::string text(const Paint& paint) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns a text takes on a terminal, one for each code point.
std::size_t width_of(std::string_view text);

/// The text without control characters, cut to `width` columns with "..." where it was longer; 0 cuts
/// nothing.
std::string printable(std::string_view text, std::size_t width = 0);

}  // namespace lakemirror::report
