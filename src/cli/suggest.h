#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lakemirror::cli {

/// The known word nearest to a mistyped one, or empty when none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace lakemirror::cli
