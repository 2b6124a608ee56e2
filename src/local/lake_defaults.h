#pragma once

#include <string>

#include "local/call.h"

namespace lakemirror::local {

/// What Lake Formation does by itself when the catalog changes.

/// A new database or table: grants of the default permissions, which for a table are its database's
/// (documented).
void grant_defaults(Call& call, const std::string& database);
void grant_defaults(Call& call, const std::string& database, const std::string& table);

/// CreateTableDefaultPermissions for a database whose request has none: the account's, copied (seen).
json::array default_table_permissions(const Call& call);

/// A deleted one: what was granted on it, tagged and filtered is gone and does not come back with the name.
/// No record tells of it.
void forget_database(Call& call, const std::string& database);
void forget_table(Call& call, const std::string& database, const std::string& table);

}  // namespace lakemirror::local
