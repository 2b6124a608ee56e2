#include "aws/uri.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::aws {

std::string canonical_query(std::vector<std::pair<std::string, std::string>> parameters) {
  for (auto& [name, value] : parameters) {
    name = percent_encode(name);
    value = percent_encode(value);
  }
  std::ranges::sort(parameters);  // after encoding, as AWS asks
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += '&';
    query.append(name).append("=").append(value);
  }
  return query;
}

std::string s3_path(std::string_view key) { return "/" + percent_encode(key, "/"); }

}  // namespace lakemirror::aws
