#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace lakemirror::journal {

inline constexpr std::string_view lease_lost_code = "LeaseLost";
inline constexpr std::string_view fenced_code = "Fenced";

/// Of a lease that is somebody else's, or is over too soon.
inline Error lease_lost(std::string message) {
  return {.kind = ErrorKind::retry,
          .operation = "hold the lease",
          .code = std::string(lease_lost_code),
          .message = std::move(message),
          .hint = "whoever has the lease goes on; this one stands by"};
}

inline Error fenced(const std::string& why) {
  return {.kind = ErrorKind::denied,
          .operation = "hold the lease",
          .code = std::string(fenced_code),
          .message = "a fence keeps the target from being changed, " + why,
          .hint = "see what would change at the target, and lift it, with: lakemirror resume"};
}

/// True for what ends the work of a replicator until it has the lease again.
inline bool is_about_the_lease(const Error& error) {
  return error.code == lease_lost_code || error.code == fenced_code;
}

}  // namespace lakemirror::journal
