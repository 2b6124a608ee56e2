#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "config/ini_file.h"

namespace lakemirror::config {

/// Fills an IniFile line by line, by the rules of Python's configparser. For IniFile::parse only.
class IniReader {
 public:
  explicit IniReader(IniFile& file) : file_(file) {}
  Result<void> read(std::string_view text);

 private:
  Result<void> line(std::string_view line);
  Result<void> header(std::string_view name);
  Result<void> option(std::string_view text);
  /// The section being read; nullptr before the first header.
  IniSection* current();
  IniEntry* open_value();
  void finish_values();
  Error error(std::string message);

  IniFile& file_;
  int line_ = 0;
  enum class Where { nowhere, defaults, section } where_ = Where::nowhere;
  bool value_open_ = false;      ///< a further indented line would continue the last key of the section
  std::size_t indentation_ = 0;  ///< of the last line that began a key or a section
};

}  // namespace lakemirror::config
