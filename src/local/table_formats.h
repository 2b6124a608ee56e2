#pragma once

#include "local/call.h"

namespace lakemirror::local {

/// The TableInput a CreateTable comes down to, after what OpenTableFormatInput asks for has been done.
Result<json::object> create_table_input(Call& call);

/// The TableInput an UpdateTable of `old` comes down to: view dialects added or dropped, a new Iceberg
/// metadata file written, omitted members kept where the knob says so.
Result<json::object> update_table_input(Call& call, const Table& old);

}  // namespace lakemirror::local
