#pragma once

#include <string>

#include "base/json.h"
#include "cli/explanation.h"
#include "report/paint.h"

namespace lakemirror::cli {

/// The record in words, what it touches, what decides, and how far the entry is.
std::string explanation_text(const Explanation& explanation, const report::Paint& paint);
json::object explanation_json(const Explanation& explanation);

}  // namespace lakemirror::cli
