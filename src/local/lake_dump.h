#pragma once

#include <string>

#include "local/lake.h"

namespace lakemirror::local {

/// A Region's Lake Formation as it is now, as Aws::dump describes it. The Region's lock is held.
std::string lake_dump_text(const Lake& lake);

}  // namespace lakemirror::local
