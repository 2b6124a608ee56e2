#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lakemirror::aws {

/// A query as SigV4 wants it signed and sent: names and values percent-encoded, sorted, every name with its
/// "=". Whatever signs a request takes its query as it stands.
std::string canonical_query(std::vector<std::pair<std::string, std::string>> parameters);

/// The path of an S3 key: everything encoded but the unreserved characters and "/". Begins with "/".
std::string s3_path(std::string_view key);

}  // namespace lakemirror::aws
