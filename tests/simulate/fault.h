#pragma once

#include <array>
#include <bitset>
#include <string_view>

namespace lakemirror::simulate {

/// What befell an event: its record on the way into the journal, or the calls that were made for it.
enum class Fault {
  none,       ///< nothing of what follows
  late,       ///< came into the journal later than read_settle after its call
  twice,      ///< the listing that brought it showed it twice
  cut,        ///< its request was left out of the record as too large
  nameless,   ///< so it was, and no `resources` name the subject instead
  casing,     ///< its request's members are not written as CloudTrail writes them
  throttled,  ///< a call made for it was throttled to the end, by the service or by IAM behind it
  failed,     ///< a call made for it ended in an internal error, a timeout or a conflict
  stale,      ///< a read of the source made for it answered from before it happened
  crash,      ///< the process died while it had the entry in hand
};

constexpr std::array<std::string_view, 10> kFaultNames = {
    "none", "late", "twice", "cut", "nameless", "casing", "throttled", "failed", "stale", "crash"};

using Faults = std::bitset<kFaultNames.size()>;

inline void set(Faults& faults, Fault fault) { faults.set(static_cast<std::size_t>(fault)); }

}  // namespace lakemirror::simulate
