#pragma once

#include <string>
#include <utility>

#include "base/error.h"

namespace lakemirror::config {

/// What is wrong with a value; where it stands is for the caller to add.
inline Error complaint(std::string message) {
  return {.kind = ErrorKind::invalid, .message = std::move(message)};
}

}  // namespace lakemirror::config
