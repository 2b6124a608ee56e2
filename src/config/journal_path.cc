#include "config/journal_path.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace lakemirror::config {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::string default_journal_path() {
  // The XDG specification has relative paths ignored.
  if (const std::string state = environment("XDG_STATE_HOME"); state.starts_with('/'))
    return state + "/lakemirror/journal.db";
  if (const std::string home = environment("HOME"); !home.empty())
    return home + "/.local/state/lakemirror/journal.db";
  return "/var/lib/lakemirror/journal.db";
}

std::string expand_home(const std::string& path) {
  const std::string home = environment("HOME");
  if (!path.starts_with("~/") || home.empty()) return path;
  return home + path.substr(1);
}

std::optional<std::string> complaint_about_journal(const std::string& place) {
  constexpr std::string_view scheme = "dynamodb://";
  if (!place.starts_with(scheme)) return std::nullopt;
  const std::string_view table = std::string_view(place).substr(scheme.size());
  const bool is_name =
      table.size() >= 3 && table.size() <= 255 && std::ranges::all_of(table, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
      });
  if (is_name) return std::nullopt;
  return "found '" + place + "'; the name of a table has 3 to 255 letters, digits, and _ - .";
}

}  // namespace lakemirror::config
