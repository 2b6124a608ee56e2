#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "config/configuration.h"

namespace lakemirror::config {

/// Gets the text of an S3 object; the caller knows how clients are made.
using FetchObject = std::function<Result<std::string>(const std::string& bucket, const std::string& key)>;

/// Reads a configuration from a path, or from an `s3://bucket/key` URL through `fetch`. A file beyond 16 MiB
/// is taken for a mistake.
Result<Configuration> load_from(const std::string& path_or_url, const FetchObject& fetch);

}  // namespace lakemirror::config
