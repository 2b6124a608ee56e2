#pragma once

#include <string>

#include "config/configuration.h"

namespace lakemirror::config {

/// The configuration in force, as the text of a file that sets every key lakemirror uses, defaults included.
/// Loading that text gives the same configuration again. For `check` and for bug reports; it holds no
/// secrets.
std::string effective_text(const Configuration& configuration);

}  // namespace lakemirror::config
