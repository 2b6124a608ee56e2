#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "local/aws.h"
#include "mapping/mapping.h"
#include "simulate/coverage.h"
#include "simulate/history.h"
#include "simulate/machine.h"
#include "simulate/plan.h"
#include "simulate/store.h"
#include "simulate/witness.h"
#include "support/local_client.h"

namespace lakemirror::simulate {

struct Verdict {
  std::uint64_t seed = 0;
  std::vector<std::string> complaints = {};  ///< empty: the seed passed
  std::string story = {};                    ///< what happened, when it was asked for
  std::size_t changes = 0;
  std::size_t events = 0;
  std::size_t passes = 0;
  std::size_t crashes = 0;
  std::size_t parked = 0;  ///< entries parked by a pass, however long they stayed so
};

/// One history under one seed: a local AWS with two Regions, a workload at the one, a replicator between
/// them, and a clock that moves only when the simulation says so. One thread, repeatable.
class Simulation {
 public:
  Simulation(Plan plan, bool tell, Store::Kind kind = Store::Kind::memory);
  Verdict run();
  /// Counts what the events of the run met.
  void tell(Coverage& coverage) const { witness_.tell(coverage); }

 private:
  void administer();
  void change();
  void pause();
  void deny_or_allow();
  void set_denied(json::array operations);
  void tick(bool may_crash = true);
  void come_to_rest();
  void note_complaints(std::vector<std::string> complaints);
  void tell(std::string_view line);
  void start_machine();
  void watch_replies();
  CrashingClient::Ears ears(bool at_source);

  const Plan plan_;
  const bool tells_;
  Random random_;
  VirtualClock clock_;
  local::Aws aws_;
  test_support::LocalClient hands_;  ///< what the workload works with
  test_support::LocalClient source_;
  test_support::LocalClient target_;
  mapping::Mapping mapping_;
  Store store_;
  History history_;
  Witness witness_;
  CrashSwitch crash_;
  std::unique_ptr<Machine> machine_;
  workload::Workload workload_;
  bool denies_ = false;
  Verdict verdict_;
};

}  // namespace lakemirror::simulate
