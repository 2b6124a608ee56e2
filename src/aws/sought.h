#pragma once

#include <optional>
#include <string>

#include "aws/credentials.h"

namespace lakemirror::aws {

/// What came of looking for credentials in one place.
struct Sought {
  std::optional<Credentials> credentials = {};
  std::string nothing = {};  ///< the place and why it gave none: "environment (AWS_ACCESS_KEY_ID is not set)"
};

}  // namespace lakemirror::aws
