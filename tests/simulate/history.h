#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "journal/journal.h"
#include "workload/comparison.h"
#include "workload/workload.h"

namespace lakemirror::simulate {

/// Everything that was done at the source, with the request ids that CloudTrail will know it by.
class History {
 public:
  struct Made {
    Time at = {};
    workload::Step step = {};
    bool refused = false;                    ///< by AWS, meant or not
    std::vector<std::string> requests = {};  ///< one for each attempt
  };

  void add(Made made);
  const std::vector<Made>& all() const { return made_; }

  /// Takes notice of an event that reached the journal.
  void arrived(const model::Event& event);
  /// The place in all() of the change that left this record; none when it was no change of the history.
  std::optional<std::size_t> cause_of(const model::Event& event) const;
  /// Changes that succeeded and of which no event has arrived.
  std::vector<const Made*> undelivered() const;

  /// True when each change that touched the object has arrived in full.
  bool knows_all_of(const workload::Difference& object) const;
  /// True when each change that touched the object has arrived in full and every one of its entries is marked
  /// `Y`: then the object must be equal. `journal` is asked for the flags.
  bool claims_equal(const workload::Difference& difference, journal::Journal& journal) const;

 private:
  bool has_arrived(const Made& made) const;
  bool is_done(const Made& made, journal::Journal& journal) const;

  std::vector<Made> made_;
  std::unordered_map<std::string, std::size_t> made_of_request_;
  std::unordered_map<std::string, std::string> event_of_request_;
};

}  // namespace lakemirror::simulate
