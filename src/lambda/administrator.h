#pragma once

#include <string>

namespace lakemirror::lambda {

/// A place among the data lake administrators of one Region.
struct Administrator {
  std::string region = {};
  std::string principal = {};
  bool is_read_only = false;

  friend bool operator==(const Administrator&, const Administrator&) = default;
};

}  // namespace lakemirror::lambda
