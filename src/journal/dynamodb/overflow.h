#pragma once

#include <string>

#include "base/result.h"

namespace lakemirror::journal::dynamodb {

/// Where records go that fit into no item: objects by name. Safe for concurrent use.
class Overflow {
 public:
  virtual ~Overflow() = default;
  virtual Result<void> put(const std::string& name, const std::string& body) = 0;
  virtual Result<std::string> get(const std::string& name) = 0;
};

}  // namespace lakemirror::journal::dynamodb
