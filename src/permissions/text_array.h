#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace lakemirror::permissions {

inline json::array to_array(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

}  // namespace lakemirror::permissions
