#pragma once

#include <string>

#include "local/call.h"

namespace lakemirror::local {

/// A table as the reads of the API show it; `version` chooses an archived state, null the current one. A
/// resource link shows itself with its target's description merged in, or alone when the target cannot be
/// reached. `registered` is what IsRegisteredWithLakeFormation says: the truth in GetTable, elsewhere always
/// false (documented).
void append_table(std::string& out, const Call& call, std::string_view database, std::string_view name,
                  const Table& table, const TableVersion* version = nullptr, bool registered = false);

/// The state UpdateTable is about to replace, or the current one, as a version.
inline TableVersion current_version(const Table& table) { return {table.version, table.body, table.updated}; }

}  // namespace lakemirror::local
