#pragma once

#include <string>
#include <vector>

#include "simulate/history.h"
#include "support/local_client.h"
#include "sweep/follower.h"
#include "sweep/judge.h"
#include "sweep/kind.h"

namespace lakemirror::sweep {

struct Verdict {
  std::vector<std::string> complaints = {};  ///< empty: nothing is wrong
  std::optional<Step> victim = {};           ///< what the blow fell on
  std::vector<Step> requests = {};
  std::vector<Step> writes = {};
  std::string story = {};  ///< what happened, when it was asked for
};

/// One history under one blow: two Regions of a local AWS, the changes of a kind at the one, a process that
/// follows, and a clock that moves only when somebody waits. One thread, repeatable.
class Trial {
 public:
  Trial(const Kind& kind, Shelf::Kind shelf, std::optional<Blow> blow, bool tells);
  Verdict run();

 private:
  Follower::Surroundings surroundings();
  void on_tick(const pipeline::Loop::Tick& tick);
  void on_wait(const pipeline::Loop::Tick& tick);
  void on_end(const Result<void>& ended);
  void play();
  void play(const json::object& step);
  void call(test_support::LocalClient& client, std::string_view operation, const json::object& input);
  void rest(std::string_view trouble);
  bool is_denied() const;
  void allow(std::string_view trouble);
  void end() { is_over_ = true; }
  void note(std::vector<std::string> complaints);
  void tell(std::string line);

  const Kind& kind_;
  const bool tells_;
  VirtualClock clock_;
  local::Aws aws_;
  test_support::LocalClient source_, target_;
  Shelf shelf_;
  simulate::History history_;
  Storm storm_;
  Judge judge_;
  Follower* follower_ = nullptr;
  Verdict verdict_;
  std::size_t next_step_ = 0;
  std::int64_t ticks_to_go_ = 0;
  int resting_ = 0;
  int ends_ = 0;
  int waits_ = 0;
  bool is_over_ = false;
};

}  // namespace lakemirror::sweep
