#pragma once

#include <string>

#include "local/region.h"

namespace lakemirror::local {

/// The Region as it is now, as Aws::dump describes it. Its lock is held.
std::string dump_text(const Region& region);

}  // namespace lakemirror::local
