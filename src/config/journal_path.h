#pragma once

#include <string>

namespace lakemirror::config {

/// Where the journal stands unless the file says otherwise: $XDG_STATE_HOME/lakemirror/journal.db, or
/// ~/.local/state/lakemirror/journal.db; /var/lib/lakemirror/journal.db for a user without a home.
std::string default_journal_path();

/// Replaces a leading `~/` by the home directory.
std::string expand_home(const std::string& path);

}  // namespace lakemirror::config
