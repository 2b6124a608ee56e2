#include "config/ini_reader.h"

#include <algorithm>

#include "base/text.h"
#include "config/excerpt.h"
#include "config/python_space.h"

namespace lakemirror::config {

namespace {

/// Takes one line off `text`, ended by LF, CR LF or CR.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (!text.empty()) text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
  return line;
}

/// The name in "[name]", or empty. Python takes what lies before the last bracket and ignores what follows
/// it.
std::string_view header_name(std::string_view text) {
  const std::size_t close = text.rfind(']');
  if (!text.starts_with('[') || close == std::string_view::npos || close < 2) return {};
  return text.substr(1, close - 1);
}

}  // namespace

Result<void> IniReader::read(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  while (!text.empty()) {
    ++line_;
    LM_CHECK(line(take_line(text)));
  }
  finish_values();
  return {};
}

Result<void> IniReader::line(std::string_view line) {
  if (!is_utf8(line)) return fail(error("the line is not UTF-8"));
  const std::string_view text = strip(line);
  if (text.starts_with('#') || text.starts_with(';')) return {};
  if (text.empty()) {
    if (IniEntry* entry = open_value()) entry->value += '\n';
    return {};
  }
  const std::size_t indented = indentation(line);
  if (IniEntry* entry = open_value(); entry != nullptr && indented > indentation_) {
    entry->value.append("\n").append(text);
    return {};
  }
  indentation_ = indented;
  if (const std::string_view name = header_name(text); !name.empty()) return header(name);
  return option(text);
}

Result<void> IniReader::header(std::string_view name) {
  value_open_ = false;
  if (name == file_.defaults_.name) {
    where_ = Where::defaults;
    if (file_.defaults_.line == 0) file_.defaults_.line = line_;
    return {};
  }
  if (const IniSection* first = file_.section(name)) {
    return fail(error("section [" + std::string(name) + "] stands twice; it began in line " +
                      std::to_string(first->line)));
  }
  file_.sections_.push_back({.name = std::string(name), .line = line_});
  where_ = Where::section;
  return {};
}

Result<void> IniReader::option(std::string_view text) {
  IniSection* section = current();
  if (section == nullptr) return fail(error(excerpt(text) + " stands before the first [section]"));
  const std::size_t delimiter = text.find_first_of("=:");
  const std::string key = fold(strip_end(text.substr(0, delimiter)));
  if (delimiter == std::string_view::npos) {
    return fail(
        file_.error_at(line_, section->name, excerpt(key), "has no value: a key is followed by = or :"));
  }
  if (key.empty()) return fail(file_.error_at(line_, section->name, {}, "a value without a key before it"));
  if (const IniEntry* first = section->find(key)) {
    return fail(file_.error_at(line_, section->name, key,
                               "stands twice; the first is in line " + std::to_string(first->line)));
  }
  section->entries.push_back(
      {.key = key, .value = std::string(strip(text.substr(delimiter + 1))), .line = line_});
  value_open_ = true;
  return {};
}

IniSection* IniReader::current() {
  switch (where_) {
    case Where::nowhere:
      return nullptr;
    case Where::defaults:
      return &file_.defaults_;
    case Where::section:
      return &file_.sections_.back();
  }
  return nullptr;
}

IniEntry* IniReader::open_value() { return value_open_ ? &current()->entries.back() : nullptr; }

void IniReader::finish_values() {
  const auto finish = [](IniSection& section) {
    for (IniEntry& entry : section.entries) entry.value.resize(strip_end(entry.value).size());
  };
  finish(file_.defaults_);
  for (IniSection& section : file_.sections_) finish(section);
}

Error IniReader::error(std::string message) { return file_.error_at(line_, {}, {}, std::move(message)); }

}  // namespace lakemirror::config
