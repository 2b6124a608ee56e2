#pragma once

#include <string>

namespace lakemirror::cli {

// Commands to be typed as they stand, wherever this binary is.

/// To look around in the Regions of a running demo, and to change something at the target by hand.
std::string demo_commands(const std::string& url, const std::string& configuration);

/// What to try after a demo.
std::string demo_next_steps();

}  // namespace lakemirror::cli
