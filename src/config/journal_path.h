#pragma once

#include <optional>
#include <string>

namespace lakemirror::config {

/// Where the journal stands unless the file says otherwise: $XDG_STATE_HOME/lakemirror/journal.db, or
/// ~/.local/state/lakemirror/journal.db; /var/lib/lakemirror/journal.db for a user without a home.
std::string default_journal_path();

/// Replaces a leading `~/` by the home directory.
std::string expand_home(const std::string& path);

/// What is wrong with the place of a journal: a path is never, the name of a table (dynamodb://TABLE) may be
/// one that no table has.
std::optional<std::string> complaint_about_journal(const std::string& place);

}  // namespace lakemirror::config
