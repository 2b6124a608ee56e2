#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "aws/client.h"
#include "base/random.h"
#include "workload/bodies.h"
#include "workload/change.h"
#include "workload/names.h"
#include "workload/options.h"
#include "workload/state.h"

namespace lakemirror::workload {

/// What one step did at the source.
struct Step {
  std::string event_name = {};
  std::string subject = {};    ///< as Change has it: "database/sales/table/orders"
  std::string principal = {};  ///< of a grant or revoke, where it is about one only
  bool refused = false;        ///< AWS said no, which was meant to happen
  std::string code = {};       ///< the code it said no with
};

/// Makes one change after another at a source's catalog and its Lake Formation, the same ones for the same
/// seed and answers. Keeps its own idea of what exists, so that changes succeed unless they are meant not to.
/// Use from one thread; the client must outlive it.
class Workload {
 public:
  Workload(aws::Client& source, Options options);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  /// Makes one change. An Error means that AWS refused what should have been possible; the next step may be
  /// taken.
  Result<Step> step();

  /// How often each event name has succeeded.
  const std::map<std::string, std::size_t>& done() const { return done_; }
  const State& state() const { return state_; }

 private:
  Change next_change();
  std::optional<Change> overdue_change();
  std::string_view missing_name() const;
  const std::string& weighted_name();
  struct Sent {
    Result<json::object> answer;
    int tries = 1;
  };
  Sent send(Change& change);
  void learn(const Change& change, const Sent& sent);

  aws::Client& source_;
  Options options_;
  Random random_;
  Names names_;
  Bodies bodies_;
  State state_;
  Studio studio_;
  std::size_t steps_ = 0;
  std::map<std::string, std::size_t> done_;
  std::map<std::string, std::size_t> last_done_;
};

}  // namespace lakemirror::workload
