#pragma once

#include <string>
#include <string_view>

#include "workload/comparison.h"

namespace lakemirror::workload {

/// What an S3 location of the source should read at the target. Texts that are no S3 location, or that no
/// pair covers, come back unchanged. The longest matching pair wins, and a pair matches whole path segments
/// only.
std::string expected_location(std::string_view text, const BucketPairs& buckets);

/// A dumped body of the source as the target should hold it: without what the service writes by itself, and
/// with every value that is a location renamed.
json::object expected_body(const json::object& body, const BucketPairs& buckets);

/// A dumped body without what the service writes by itself: ids, times, authors, versions.
json::object own_content(const json::object& body);

/// Where and how two bodies first differ, in words; empty when they are equal. `path` leads the words.
std::string first_difference(const json::value& expected, const json::value& found, const std::string& path);

}  // namespace lakemirror::workload
