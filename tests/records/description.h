#pragma once

#include "base/json.h"
#include "translate/touch.h"

namespace lakemirror::records {

/// What a record touches, in the words of the files in expected/: `keys` (with "/**" behind one that means
/// all below it too), `unnamed`, `grants`, `ignored`, `malformed`. Members that would be empty are left out.
json::object describe(const translate::Touch& touched);

}  // namespace lakemirror::records
