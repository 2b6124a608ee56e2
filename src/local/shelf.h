#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace lakemirror::local {

/// Which state a read sees: the present one, or the one of a moment that has passed.
using View = std::optional<Time>;

/// What a change leaves behind: from `now` on the new value counts, and views back to now - `keep` see the
/// old one.
struct Moment {
  Time now;
  Milliseconds keep{0};
};

/// Things by name, in the order of their names, remembering a short past so that reads can be stale.
/// Not safe for concurrent use: the Region's lock guards it.
template <class T>
class Shelf {
 public:
  const T* find(std::string_view name, View view = {}) const {
    const auto at = slots_.find(name);
    return at == slots_.end() ? nullptr : at->second.at(view);
  }

  void put(const std::string& name, T value, Moment moment) {
    bury(moment);
    auto [at, fresh] = slots_.try_emplace(name);
    Slot& slot = at->second;
    if (!slot.value) ++count_;
    if (fresh || moment.keep.count() > 0) slot.remember(moment, fresh);
    slot.value = std::move(value);
  }

  bool erase(std::string_view name, Moment moment) {
    bury(moment);
    const auto at = slots_.find(name);
    if (at == slots_.end() || !at->second.value) return false;
    --count_;
    if (moment.keep.count() == 0) {
      slots_.erase(at);
      return true;
    }
    at->second.remember(moment, false);
    at->second.value.reset();
    graves_.emplace_back(moment.now + moment.keep, at->first);
    return true;
  }

  /// Calls visit(name, value) in the order of names, beginning after `after` (empty: with the first), until
  /// it returns false.
  template <class Visit>
  void scan(std::string_view after, View view, Visit&& visit) const {
    for (auto at = after.empty() ? slots_.begin() : slots_.upper_bound(after); at != slots_.end(); ++at) {
      const T* value = at->second.at(view);
      if (value != nullptr && !visit(at->first, *value)) return;
    }
  }

  /// How many there are at present.
  std::size_t size() const { return count_; }

 private:
  struct Past {
    Time since;
    std::optional<T> value;
  };

  struct Slot {
    Time since = {};  ///< since when `value` counts
    std::optional<T> value = {};
    std::unique_ptr<std::vector<Past>> past = {};  ///< oldest first; null when nothing is remembered

    const T* at(View view) const {
      if (!view || *view >= since) return value ? &*value : nullptr;
      if (past) {
        for (auto older = past->rbegin(); older != past->rend(); ++older) {
          if (*view >= older->since) return older->value ? &*older->value : nullptr;
        }
      }
      return nullptr;
    }

    void remember(Moment moment, bool fresh) {
      constexpr std::size_t most =
          32;  // a burst of changes to one thing: views then see the oldest still kept
      if (!fresh && moment.keep.count() > 0) {
        if (!past) past = std::make_unique<std::vector<Past>>();
        past->push_back({since, std::move(value)});
        const Time oldest = moment.now - moment.keep;
        while (past->size() > most || (past->size() > 1 && (*past)[1].since <= oldest))
          past->erase(past->begin());
      }
      since = moment.now;
    }
  };

  /// Forgets deleted things that no view can see any more.
  void bury(Moment moment) {
    while (!graves_.empty() && graves_.front().first <= moment.now) {
      const auto at = slots_.find(graves_.front().second);
      if (at != slots_.end() && !at->second.value && at->second.since + moment.keep <= moment.now)
        slots_.erase(at);
      graves_.pop_front();
    }
  }

  std::map<std::string, Slot, std::less<>> slots_;
  std::deque<std::pair<Time, std::string>> graves_;
  std::size_t count_ = 0;
};

}  // namespace lakemirror::local
