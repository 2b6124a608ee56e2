#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "api/api.h"
#include "base/error.h"
#include "sweep/mishap.h"

namespace lakemirror::sweep {

/// What goes wrong in one trial: from the nth request (or write to the journal) on, as often as `length` says
/// and with the same operation only.
struct Blow {
  static constexpr std::size_t kUntilHealed = std::numeric_limits<std::size_t>::max();

  Place place = Place::request;
  std::size_t nth = 1;
  Mishap mishap = Mishap::internal;
  std::size_t length = 1;
};

/// One request of the replicator's, or one write to its journal, or one request to the table that this is in.
struct Step {
  Place place = Place::request;
  bool at_source = false;
  api::Service service = api::Service::glue;
  std::string operation = {};  ///< of a write, the journal's member function
  std::string item = {};       ///< of a request to the table, about which of its items

  /// "target glue:CreateTable", "journal settle".
  std::string text() const;

  friend bool operator==(const Step&, const Step&) = default;
};

/// Whether the step may meet the mishap.
bool can_meet(Mishap mishap, const Step& step);

/// Counts what the replicator asks for, and lets the blow fall on it. One thread.
class Storm {
 public:
  explicit Storm(std::optional<Blow> blow) : blow_(blow) {}

  /// What befalls this step, if anything does.
  std::optional<Mishap> meets(const Step& step);
  /// From now on all is well.
  void heal() { healed_ = true; }
  bool is_healed() const { return healed_; }
  /// A dead process does nothing any more; a new one is alive.
  bool is_dead() const { return is_dead_; }
  void revive() { is_dead_ = false; }
  static Error death();

  const std::vector<Step>& requests() const { return requests_; }
  /// To the journal: writes, or requests to its table.
  const std::vector<Step>& writes() const { return writes_; }
  std::size_t struck() const { return struck_; }
  /// The step that the blow fell on; nothing before it has fallen.
  const std::optional<Step>& victim() const { return victim_; }
  const std::optional<Blow>& blow() const { return blow_; }

 private:
  std::optional<Blow> blow_;
  std::vector<Step> requests_ = {};
  std::vector<Step> writes_ = {};
  std::optional<Step> victim_ = {};
  std::size_t struck_ = 0;
  bool healed_ = false;
  bool is_dead_ = false;
};

}  // namespace lakemirror::sweep
