#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lakemirror::config {

/// One key of a section. `value` is as it stands in the file: lines joined, references not yet replaced.
struct IniEntry {
  std::string key;  ///< lower case
  std::string value;
  int line = 0;
};

struct IniSection {
  std::string name;
  int line = 0;
  std::vector<IniEntry> entries = {};  ///< in file order

  const IniEntry* find(std::string_view key) const;
};

/// A configuration file as Python's configparser.ConfigParser reads it with its default settings: `=` and `:`
/// both delimit, keys are lower-cased and sections are not, a comment has a line of its own, an indented line
/// continues a value, [DEFAULT] gives every section its keys, %(key)s refers to another value, duplicates are
/// errors. Beyond that a byte order mark is skipped. Immutable once read.
class IniFile {
 public:
  /// `origin` is the file's name for messages. An Error's subject is "origin:line".
  static Result<IniFile> parse(std::string_view text, std::string origin);

  const std::string& origin() const { return origin_; }
  /// In file order, without [DEFAULT].
  const std::vector<IniSection>& sections() const { return sections_; }
  const IniSection& defaults() const { return defaults_; }

  /// nullptr when the file has no such section; [DEFAULT] is none.
  const IniSection* section(std::string_view name) const;
  /// The key in that section, or in [DEFAULT]; nullptr when neither has it or the section does not exist.
  const IniEntry* find(std::string_view section, std::string_view key) const;
  /// The value with its references replaced.
  Result<std::string> value(const IniSection& section, const IniEntry& entry) const;

  /// An Error about one line: its subject is "origin:line", its message begins with the section and the key.
  Error error_at(int line, std::string_view section, std::string_view key, std::string message) const;

 private:
  friend class IniReader;

  std::string origin_;
  std::vector<IniSection> sections_;
  IniSection defaults_{.name = "DEFAULT"};
};

}  // namespace lakemirror::config
