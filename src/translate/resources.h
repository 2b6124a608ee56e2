#pragma once

#include <optional>

#include "model/key.h"
#include "translate/record.h"

namespace lakemirror::translate {

/// The deepest database or table among the record's `resources`; absent when they name none.
std::optional<model::Key> key_of_resources(const Record& record);

}  // namespace lakemirror::translate
