#pragma once

#include <string_view>

namespace lakemirror::aws {

/// True for what may stand in an HTTP header as it is: no line break, with which it could add headers of its
/// own, and no other control character.
bool is_header_value(std::string_view text);

}  // namespace lakemirror::aws
