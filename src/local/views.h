#pragma once

#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace lakemirror::local {

/// ViewUpdateAction (ADD, REPLACE, ADD_OR_REPLACE, DROP) on the dialects of a multi-dialect view: `input`
/// comes with the representations the call names and leaves with all the view then has. Documented; no
/// capture was seen.
Result<void> update_view(std::string_view action, const json::object& old, json::object& input);

}  // namespace lakemirror::local
