#pragma once

#include <unordered_set>

#include "permissions/resource.h"

namespace lakemirror::permissions {

/// Gives equal resources one body. Thousands of principals may hold something on the same table, and each row
/// that is read makes a resource of its own.
class ResourcePool {
 public:
  Resource shared(const Resource& resource) { return *resources_.insert(resource).first; }

 private:
  std::unordered_set<Resource> resources_;
};

}  // namespace lakemirror::permissions
