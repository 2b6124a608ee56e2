#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace lakemirror::aws {

/// What signs a request. Never logged, never part of an Error.
struct Credentials {
  std::string access_key_id = {};  ///< empty: requests go unsigned
  std::string secret_access_key = {};
  std::string session_token = {};       ///< empty for long-term keys
  std::optional<Time> expires_at = {};  ///< absent: they do not say
  std::string source = {};              ///< where they came from, for people: "profile analytics"

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

}  // namespace lakemirror::aws
