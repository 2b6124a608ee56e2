#pragma once

#include <string>
#include <vector>

#include "local/aws.h"
#include "simulate/history.h"
#include "sweep/kind.h"
#include "sweep/shelf.h"
#include "sweep/storm.h"

namespace lakemirror::sweep {

/// Says what is wrong, by the comparison of src/workload, which shares nothing with the replicator. Keeps
/// what differed when it looked last.
class Judge {
 public:
  Judge(const Kind& kind, const local::Aws& aws, const simulate::History& history, Shelf& shelf)
      : kind_(kind), aws_(aws), history_(history), shelf_(shelf) {}

  /// To be asked when the source has changed: what differs now is not the replicator's doing.
  void source_changed() { differences_ = compared(); }
  /// After anything the replicator did: nothing may differ of which every change is marked `Y`, and nothing
  /// may differ that was equal, nor lay near what was not.
  std::vector<std::string> after_a_tick();
  /// As long as nobody has denied anything: whatever goes wrong passes, and nothing is parked for it.
  std::vector<std::string> parked_in_vain();
  /// Equal, everything arrived, nothing pending, nothing parked.
  bool is_at_rest();
  /// Why it is not.
  std::vector<std::string> unfinished();
  /// While the operation is denied: what is parked says why and what to do, and what differs is known to
  /// differ. `trouble` is what the loop says.
  std::vector<std::string> while_denied(const Step& denied, std::string_view trouble);

 private:
  std::vector<workload::Difference> compared() const;
  std::vector<model::Entry> entries(model::ProcessedFlag flag);
  /// Changes of which no event has arrived, though the feed answers for them.
  std::vector<const simulate::History::Made*> undelivered();

  const Kind& kind_;
  const local::Aws& aws_;
  const simulate::History& history_;
  Shelf& shelf_;
  std::vector<workload::Difference> differences_ = {};
};

}  // namespace lakemirror::sweep
