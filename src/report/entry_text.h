#pragma once

#include <string>
#include <vector>

#include "model/entry.h"
#include "report/paint.h"

namespace lakemirror::report {

/// One line an entry: time, id, name, flag, outcome, first key, reason or error.
std::string entries_text(const std::vector<model::Entry>& entries, const Paint& paint);

/// Everything that is known of one entry, its record included.
std::string entry_text(const model::Entry& entry, const Paint& paint);

}  // namespace lakemirror::report
