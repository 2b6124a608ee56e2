#include "config/ini_file.h"

#include "promise.h"

using namespace lakemirror::config;

namespace {

/// The section as a file of its own would have it: continuation lines are indented.
void append(std::string& out, const IniSection& section) {
  out += "[" + section.name + "]\n";
  for (const auto& entry : section.entries) {
    out += entry.key + " = ";
    for (const char c : entry.value) out += c == '\n' ? "\n\t" : std::string(1, c);
    out += '\n';
  }
}

bool same(const IniSection& a, const IniSection& b) {
  if (a.name != b.name || a.entries.size() != b.entries.size()) return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key || a.entries[i].value != b.entries[i].value) return false;
  }
  return true;
}

/// What was read can be written and reads as the same.
void check_round_trip(const IniFile& file) {
  std::string text;
  append(text, file.defaults());
  for (const auto& section : file.sections()) append(text, section);
  const auto again = IniFile::parse(text, "again.conf");
  promise(again.has_value(), "a file that was read can be written and read again");
  promise(same(again->defaults(), file.defaults()), "[DEFAULT] reads as it was written");
  promise(again->sections().size() == file.sections().size(), "every section is read again");
  for (std::size_t i = 0; i < file.sections().size(); ++i) {
    promise(same(again->sections()[i], file.sections()[i]), "a section reads as it was written");
  }
}

void check_value(const IniFile& file, const IniSection& section, const IniEntry& entry) {
  promise(file.find(section.name, entry.key) == &entry, "a key is found by its name");
  const auto value = file.value(section, entry);
  if (!value) {
    promise(value.error().subject == "fuzz.conf:" + std::to_string(entry.line), "an error names its line");
  } else if (entry.value.find('%') == std::string::npos) {
    promise(*value == entry.value, "a value without references stays as it is");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = IniFile::parse(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.conf");
  if (!file) {
    promise(file.error().subject.starts_with("fuzz.conf:"), "an error names its line");
    return 0;
  }
  check_round_trip(*file);
  for (const auto& section : file->sections()) {
    for (const auto& entry : section.entries) check_value(*file, section, entry);
  }
  return 0;
}
