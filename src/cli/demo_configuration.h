#pragma once

#include <filesystem>
#include <string>

#include "config/configuration.h"

namespace lakemirror::cli {

/// Writes the configuration the demo works by into `folder` and reads it back, so that what replicates is
/// what `run` would make of the same file, and `status` and `diff` can be tried on it.
Result<config::Configuration> write_demo_configuration(const std::filesystem::path& folder,
                                                       const std::filesystem::path& journal,
                                                       const std::string& endpoint);

}  // namespace lakemirror::cli
