#pragma once

#include "local/call.h"

namespace lakemirror::local {

/// Whether Lake Formation lets the caller do what a Glue call wants, in its words for a denial. A caller who
/// could not make the object is not told that it is missing (seen). Listings pass: they leave out what the
/// caller does not see.
Result<void> check_lake_rights(const Call& call);

/// Whether a table's location lies in a registered one.
bool is_registered(const Call& call, const Table& table);

/// "Insufficient Lake Formation permission(s): Required <needed> on <subject>"
tl::unexpected<Error> denied_lake_right(std::string_view needed, std::string_view subject);

}  // namespace lakemirror::local
