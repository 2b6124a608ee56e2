#pragma once

#include "config/configuration.h"
#include "config/ini_file.h"

namespace lakemirror::config {

/// Adds a warning, with the nearest known name, for every section and key of the file that lakemirror does
/// not know, and one note about all keys that it knows and has no use for. Keys that only serve other values,
/// through %(key)s, are fine wherever they stand.
void review_keys(const IniFile& file, Configuration& configuration);

}  // namespace lakemirror::config
