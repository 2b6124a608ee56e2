#include "aws/header_value.h"

#include <algorithm>

namespace lakemirror::aws {

bool is_header_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace lakemirror::aws
