#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::config {

/// The raw value of a lower-cased key in the section at hand or in [DEFAULT], or nullptr.
using RawLookup = std::function<const std::string*(std::string_view key)>;

/// Replaces %(key)s and %% as Python's configparser.BasicInterpolation does: values may refer to values, ten
/// deep. The Error has a message only; the caller knows the place. What comes out is bounded, since nested
/// references multiply.
Result<std::string> interpolate(std::string_view raw, const RawLookup& lookup);

}  // namespace lakemirror::config
