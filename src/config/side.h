#pragma once

#include <string>

namespace lakemirror::config {

/// How one side of the replication is reached. Empty texts mean the default: the environment's credentials,
/// no role, AWS's own endpoints.
struct Side {
  std::string region = {};
  std::string profile = {};   ///< in the shared AWS files
  std::string role_arn = {};  ///< assumed with what the profile or the environment gives
  std::string endpoint = {};  ///< for every service of this side, such as http://localhost:4599

  /// A PEM file of the certificates to trust on this side instead of the system's.
  std::string ca_bundle = {};

  friend bool operator==(const Side&, const Side&) = default;
};

}  // namespace lakemirror::config
