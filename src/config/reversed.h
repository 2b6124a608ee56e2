#pragma once

#include <string>
#include <vector>

#include "config/configuration.h"

namespace lakemirror::config {

/// The same two places, the other way round.
struct Reversed {
  Configuration configuration = {};
  std::vector<std::string> remarks = {};  ///< what a person has to look at, each a sentence
};

/// Sides, location rules and the journal's name are exchanged; all else stays. Reversed twice, the journal is
/// the first one again.
Reversed reversed(const Configuration& configuration);

}  // namespace lakemirror::config
