#pragma once

#include <cstddef>
#include <functional>
#include <set>

#include "permissions/atom_set.h"

namespace lakemirror::pipeline {

/// Who holds more at the target than the source grants, and still does because taking it away failed or is
/// held back by the breaker. Of this process: a new one finds it out when it next tries.
class OpenExcess {
 public:
  using Holder = permissions::AtomSet::Holder;

  void found(const Holder& holder) { holders_.insert(holder); }
  void ended(const Holder& holder) { holders_.erase(holder); }
  /// What went with its object leaves no result of its own.
  void end_where(const std::function<bool(const Holder&)>& holds_nothing) {
    std::erase_if(holders_, holds_nothing);
  }
  std::size_t principals() const {
    std::set<std::string_view> principals;
    for (const Holder& holder : holders_) principals.insert(holder.principal);
    return principals.size();
  }

 private:
  std::set<Holder> holders_;
};

}  // namespace lakemirror::pipeline
