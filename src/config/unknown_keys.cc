#include "config/unknown_keys.h"

#include <algorithm>

#include "base/text.h"
#include "config/excerpt.h"
#include "config/known_keys.h"

namespace lakemirror::config {

namespace {

std::string remark(const IniFile& file, int line, const std::string& text) {
  return file.origin() + ":" + std::to_string(line) + ": " + text;
}

std::string suggestion(const std::string& nearest) {
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

/// What the author of an unknown key probably meant.
std::string key_suggestion(std::string_view section, std::string_view key) {
  const std::string_view home = section_of(key);
  if (home.empty()) return suggestion(nearest_key(section, key));
  return "; it belongs in section [" + std::string(home) + "]";
}

bool refers_to(const IniSection& section, std::string_view key) {
  return std::any_of(section.entries.begin(), section.entries.end(), [&](const IniEntry& entry) {
    return fold(entry.value).find("%(" + std::string(key) + ")s") != std::string::npos;
  });
}

bool is_variable(const IniFile& file, const IniSection& section, std::string_view key) {
  if (refers_to(section, key)) return true;
  if (&section != &file.defaults()) return false;
  return std::any_of(file.sections().begin(), file.sections().end(),
                     [&](const IniSection& other) { return refers_to(other, key); });
}

/// A key of [DEFAULT] stands in every section.
const KnownKey* known_in(const IniFile& file, const IniSection& section, std::string_view key) {
  if (const KnownKey* known = find_known(section.name, key)) return known;
  if (&section != &file.defaults()) return nullptr;
  for (const IniSection& other : file.sections()) {
    if (const KnownKey* known = find_known(other.name, key)) return known;
  }
  return nullptr;
}

void review(const IniFile& file, const IniSection& section, Configuration& configuration,
            std::vector<std::string>& unused) {
  for (const IniEntry& entry : section.entries) {
    const KnownKey* known = known_in(file, section, entry.key);
    if (known == nullptr && !is_variable(file, section, entry.key)) {
      configuration.warnings.push_back(remark(file, entry.line,
                                              "section [" + section.name + "]: unknown key " +
                                                  excerpt(entry.key) +
                                                  key_suggestion(section.name, entry.key)));
    } else if (known != nullptr && known->use == KeyUse::recognised) {
      unused.push_back(entry.key + " (line " + std::to_string(entry.line) + ")");
    }
  }
}

}  // namespace

void review_keys(const IniFile& file, Configuration& configuration) {
  std::vector<std::string> unused;
  review(file, file.defaults(), configuration, unused);
  for (const IniSection& section : file.sections()) {
    if (is_known_section(section.name)) {
      review(file, section, configuration, unused);
    } else {
      configuration.warnings.push_back(remark(
          file, section.line,
          "unknown section [" + section.name + "] is not read" + suggestion(nearest_section(section.name))));
    }
  }
  if (!unused.empty())
    configuration.notes.push_back(file.origin() + ": known, but of no use here: " + join(unused, ", "));
}

}  // namespace lakemirror::config
