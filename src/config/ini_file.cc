#include "config/ini_file.h"

#include <algorithm>

#include "config/ini_reader.h"
#include "config/interpolation.h"

namespace lakemirror::config {

const IniEntry* IniSection::find(std::string_view key) const {
  const auto at =
      std::find_if(entries.begin(), entries.end(), [&](const IniEntry& entry) { return entry.key == key; });
  return at == entries.end() ? nullptr : &*at;
}

Result<IniFile> IniFile::parse(std::string_view text, std::string origin) {
  IniFile file;
  file.origin_ = std::move(origin);
  LM_CHECK(IniReader(file).read(text));
  return file;
}

const IniSection* IniFile::section(std::string_view name) const {
  const auto at = std::find_if(sections_.begin(), sections_.end(),
                               [&](const IniSection& one) { return one.name == name; });
  return at == sections_.end() ? nullptr : &*at;
}

const IniEntry* IniFile::find(std::string_view section_name, std::string_view key) const {
  const IniSection* in = section(section_name);
  if (in == nullptr) return nullptr;
  const IniEntry* entry = in->find(key);
  return entry != nullptr ? entry : defaults_.find(key);
}

Result<std::string> IniFile::value(const IniSection& section, const IniEntry& entry) const {
  const auto lookup = [&](std::string_view key) -> const std::string* {
    const IniEntry* found = section.find(key);
    if (found == nullptr) found = defaults_.find(key);
    return found == nullptr ? nullptr : &found->value;
  };
  auto text = interpolate(entry.value, lookup);
  if (!text) return fail(error_at(entry.line, section.name, entry.key, text.error().message));
  return text;
}

Error IniFile::error_at(int line, std::string_view section, std::string_view key, std::string message) const {
  std::string where;
  if (!section.empty()) where += "section [" + std::string(section) + "]";
  if (!key.empty()) where += (where.empty() ? "key " : ", key ") + std::string(key);
  return {.kind = ErrorKind::invalid,
          .operation = "read configuration",
          .subject = line > 0 ? origin_ + ":" + std::to_string(line) : origin_,
          .message = where.empty() ? std::move(message) : where + ": " + message};
}

}  // namespace lakemirror::config
