#pragma once

#include <string_view>

namespace lakemirror::aws {

/// "lakemirror/0.1.0".
std::string_view user_agent();

}  // namespace lakemirror::aws
