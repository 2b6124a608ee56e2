#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/entry.h"
#include "model/outcome.h"
#include "simulate/coverage.h"
#include "simulate/history.h"
#include "simulate/observed_call.h"

namespace lakemirror::simulate {

/// Watches one history for what befalls each event. Decides nothing and changes nothing.
class Witness {
 public:
  Witness(const History& history, Milliseconds settle) : history_(history), settle_(settle) {}

  void tick_began();
  /// Every reply of the local AWS, also to a try that another one follows.
  void saw_reply(const ObservedCall& call);
  /// What a call came to in the end.
  void saw_answer(const ObservedCall& call);
  void arrived(const model::Event& event, Time now);
  void handed_out(std::span<const model::Entry> entries);
  void settled(std::span<const model::Outcome> outcomes);
  void process_died();

  /// Counts every change that succeeded and has arrived.
  void tell(Coverage& coverage) const;

 private:
  struct Arrival {
    std::size_t cause = 0;  ///< its place in the history
    std::size_t tick = 0;
    Time at = {};
    Faults faults = {};
  };

  void saw_listing(const ObservedCall& call);
  template <class Mark>
  void for_those_served(const ObservedCall& call, const Mark& mark);
  /// Of each change its arrival, or nullptr.
  std::vector<const Arrival*> arrivals() const;
  Orders orders_of(std::size_t change, const std::vector<const Arrival*>& arrivals) const;

  const History& history_;
  const Milliseconds settle_;
  std::size_t tick_ = 0;
  std::unordered_map<std::string, std::optional<Arrival>>
      arrivals_;  ///< by event id; none: not to be counted
  std::set<std::string> in_hand_;
  std::unordered_set<std::string> listed_;  ///< in the pages of the listing that is being read
  std::unordered_set<std::string> twice_;   ///< shown twice before they had arrived
};

}  // namespace lakemirror::simulate
