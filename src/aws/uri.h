#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lakemirror::aws {

/// A query as SigV4 wants it signed and sent: names and values percent-encoded, sorted, every name with its
/// "=". libcurl 7.88 signs a query as it stands, so it must stand like this already.
std::string canonical_query(std::vector<std::pair<std::string, std::string>> parameters);

/// The path of an S3 key: everything encoded but the unreserved characters and "/". Begins with "/".
std::string s3_path(std::string_view key);

}  // namespace lakemirror::aws
