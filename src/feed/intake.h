#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"

namespace lakemirror::feed {

/// Where a feed puts what it reads, and keeps how far it came. What was taken is durable when a call returns.
class Intake {
 public:
  virtual ~Intake() = default;

  /// Stores the events whose ids are not stored yet, all or none. Returns, for each, whether it was new.
  virtual Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) = 0;

  /// Small named texts. Absent when never set.
  virtual Result<std::optional<std::string>> value(std::string_view name) = 0;
  /// Sets the text if it is still what `was` says: false where somebody else has written it meanwhile.
  virtual Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                                     std::string_view text) = 0;
};

}  // namespace lakemirror::feed
