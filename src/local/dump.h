#pragma once

#include <string>

#include "local/catalog.h"

namespace lakemirror::local {

/// The catalog as it is now, as Aws::dump describes it. The Region's lock is held.
std::string dump_text(const Catalog& catalog);

}  // namespace lakemirror::local
