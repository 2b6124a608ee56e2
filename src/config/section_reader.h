#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "config/ini_file.h"
#include "mapping/location_mapping.h"

namespace lakemirror::config {

/// Reads typed values from one section. Every reader leaves `out` as it is when the key is absent, and checks
/// what it finds; an Error names the file, the line, the section, the key, what was found and what is
/// allowed. Keys must stand in the table of known keys. Holds on to the file, which must outlive it.
class SectionReader {
 public:
  SectionReader(const IniFile& file, std::string section) : file_(file), section_(std::move(section)) {}

  bool has(std::string_view key) const { return entry(key) != nullptr; }
  int line(std::string_view key) const;

  Result<void> text(std::string_view key, std::string& out) const;
  Result<void> boolean(std::string_view key, bool& out) const;
  /// Numbers have no unit in the file: the key's name has it.
  Result<void> number(std::string_view key, double& out, double least, double most) const;
  Result<void> whole(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) const;
  /// A whole number of Units, the unit being the one in the key's name.
  template <class Unit>
  Result<void> duration(std::string_view key, Seconds& out, std::int64_t least, std::int64_t most) const {
    std::int64_t count = -1;
    LM_CHECK(whole(key, count, least, most));
    if (count >= 0) out = Unit(count);
    return {};
  }
  /// A list in Python or JSON spelling, or bare names with commas between them.
  Result<void> names(std::string_view key, std::vector<std::string>& out) const;
  /// A dict of texts in Python or JSON spelling.
  Result<void> rules(std::string_view key, std::vector<mapping::LocationMapping::Rule>& out) const;

  /// One of a few words, in any case.
  template <class T>
  Result<void> word(std::string_view key, T& out,
                    const std::vector<std::pair<std::string_view, T>>& allowed) const {
    std::vector<std::string_view> words;
    words.reserve(allowed.size());
    for (const auto& [name, value] : allowed) words.push_back(name);
    LM_TRY(const std::optional<std::size_t> which, one_of(key, words));
    if (which) out = allowed[*which].second;
    return {};
  }

  Error error(std::string_view key, std::string message) const;

 private:
  const IniEntry* entry(std::string_view key) const;
  /// The value without blanks around it, references replaced; nothing when the key is absent.
  Result<std::optional<std::string>> value(std::string_view key) const;
  Result<std::optional<std::size_t>> one_of(std::string_view key,
                                            const std::vector<std::string_view>& allowed) const;
  Error wrong(std::string_view key, std::string_view found, std::string_view allowed) const;

  const IniFile& file_;
  std::string section_;
};

}  // namespace lakemirror::config
