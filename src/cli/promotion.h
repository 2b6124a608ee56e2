#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "journal/fence.h"
#include "report/paint.h"
#include "report/status.h"

namespace lakemirror::cli {

/// What an operator has to know when the target becomes the Region that is written to.
struct Promotion {
  journal::Fence::Raised fence = {};
  std::optional<std::string> at_work = {};  ///< who may still be changing the target
  Milliseconds waited = {};                 ///< for whoever was at work
  report::Status status = {};
  std::vector<model::Entry> pending = {};  ///< never applied: the newest few
  std::uint64_t revokes = 0;               ///< of what was never applied: it takes permissions away
  std::string source_region = {};
  std::string target_region = {};
  std::string configuration = {};  ///< where it was read from

  static constexpr std::size_t max_listed = 10;
  /// Entries of which nothing has reached the target, as far as the journal knows.
  std::uint64_t never_applied() const;
};

std::string promotion_text(const Promotion& promotion, const report::Paint& paint);
json::object promotion_json(const Promotion& promotion);

}  // namespace lakemirror::cli
