#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "local/catalog.h"

namespace lakemirror::local {

/// The Expression of GetPartitions: a SQL WHERE clause over the partition keys (Glue API reference).
class PartitionExpression {
 public:
  /// A blank expression lets everything pass. The Error is InvalidInputException with the service's words.
  static Result<PartitionExpression> parse(std::string_view text, const std::vector<PartitionKey>& keys);

  /// Whether the partition stored under `name` passes. The Error is InvalidStateException: a stored value
  /// that is none of its key's type.
  Result<bool> matches(const std::string& name) const;

  /// Decides over the values of one partition.
  using Test = std::function<Result<bool>(const std::vector<std::string>& values)>;

 private:
  explicit PartitionExpression(Test test) : test_(std::move(test)) {}

  Test test_;  ///< empty when everything passes
};

}  // namespace lakemirror::local
