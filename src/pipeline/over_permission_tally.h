#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace lakemirror::pipeline {

/// For how long the target allowed more than the source, by principal and in sum: from the event that took a
/// permission away, or the moment a listing showed its lack, to its removal here. What goes together from one
/// principal on one subject counts once.
class OverPermissionTally {
 public:
  void add(const std::string& principal, Milliseconds excess);
  bool is_changed() const { return changed_; }
  /// As kept in the journal, and back; a text that cannot be read counts as none.
  std::string text();
  void restore(std::string_view text);

  double seconds() const;
  const std::map<std::string, double>& by_principal() const { return seconds_; }

  static constexpr std::size_t max_principals = 1000;  ///< told one by one; the others in sum
  static constexpr std::string_view others = "others";

 private:
  std::map<std::string, double> seconds_;
  bool changed_ = false;
};

}  // namespace lakemirror::pipeline
