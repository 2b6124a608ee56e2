#pragma once

#include "base/json.h"

namespace lakemirror::scenarios {

/// Whether all that a scenario file names is known: a word that is misspelt would expect nothing.
Result<void> check_vocabulary(const json::object& file);

}  // namespace lakemirror::scenarios
