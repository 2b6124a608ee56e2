#pragma once

#include <string>
#include <vector>

#include "mapping/location_mapping.h"

namespace lakemirror::mapping {

/// Rules for the way back.
struct InverseRules {
  std::vector<LocationMapping::Rule> rules = {};
  std::vector<std::string> left_out = {};  ///< targets that stand for several places, each with why
  /// Places that have a rule and do not come back to where they were, each with why.
  std::vector<std::string> remarks = {};
};

/// Of rules that a LocationMapping was made of.
InverseRules inverse_of(const std::vector<LocationMapping::Rule>& rules);

}  // namespace lakemirror::mapping
