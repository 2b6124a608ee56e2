#pragma once

#include <set>
#include <string>
#include <vector>

#include "workload/comparison.h"

namespace lakemirror::workload {

void add_texts(const json::array* list, std::set<std::string>& to);
/// Texts in lower case, sorted, each once.
json::array folded_once(const json::array* texts);
/// An LF-tag expression without regard to order and case.
json::array spelled_expression(const json::array* expression);
/// A cell filter with its columns in one order.
json::object spelled_columns(json::object filter);

/// What is granted on, as the target should hold it.
struct SpelledResource {
  std::string text = {};  ///< equal exactly for equal resources; for people too
  std::string database = {};
  std::string table = {};
  std::string beside = {};  ///< as Difference has it
};
/// One for each column of a list, and for each value of a tag; one of all else.
std::vector<SpelledResource> spelled_resources(const json::object& resource, const BucketPairs& buckets);

}  // namespace lakemirror::workload
