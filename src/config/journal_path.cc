#include "config/journal_path.h"

#include <cstdlib>

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

}  // namespace lakemirror::config
