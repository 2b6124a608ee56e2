#pragma once

#include "local/call.h"

namespace lakemirror::local {

/// OpenTableFormatInput of CreateTable: the service itself writes the first metadata file and points the
/// table at it (seen: Parameters metadata_location and table_type, TableType stays EXTERNAL_TABLE).
Result<void> create_iceberg_table(Call& call, const json::object& format, json::object& input);

/// UpdateOpenTableFormatInput of UpdateTable: the next metadata file, and the pointers to it and its
/// predecessor. Documented; no capture was seen.
Result<void> update_iceberg_table(Call& call, const json::object& format, json::object& input);

}  // namespace lakemirror::local
