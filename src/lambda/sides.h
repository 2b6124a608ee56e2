#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/account.h"
#include "aws/connect.h"
#include "config/configuration.h"
#include "journal/journal.h"
#include "journal/lease.h"
#include "mapping/mapping.h"
#include "pipeline/replicator.h"

namespace lakemirror::lambda {

/// Both sides and the replicator between them, each made when it is first needed and kept warm for the
/// invocations that follow, until a stop was requested.
class Sides {
 public:
  /// The journal, the guards, of which the lease is there, and the clock must outlive it.
  Sides(std::shared_ptr<const config::Configuration> configuration, journal::Journal& journal,
        pipeline::Guards guards, Clock& clock, Random& random, std::stop_token stop);
  ~Sides();

  Result<aws::HttpClient*> source();

  /// One pass. Its replicator is the one of the pass before only where nobody else has worked since.
  Result<pipeline::PassReport> replicate(std::stop_token stop);

  aws::Statistics source_calls() const;
  aws::Statistics target_calls() const;

 private:
  /// The texts of what replicators keep in the journal between passes.
  using Memory = std::vector<std::optional<std::string>>;

  Result<aws::HttpClient*> target();  ///< once the source is identified
  Result<void> identify();
  Result<Memory> memory();
  Result<void> make_replicator();
  aws::ClientOptions options_of(const config::Side& side);

  std::shared_ptr<const config::Configuration> configuration_;
  journal::Journal& journal_;
  pipeline::Guards guards_;
  Clock& clock_;
  Random& random_;
  std::stop_token stop_;
  std::unique_ptr<aws::HttpClient> source_;
  std::unique_ptr<aws::HttpClient> target_;
  aws::Identity at_source_;
  aws::Identity at_target_;
  mapping::Mapping mapping_;
  std::unique_ptr<pipeline::Replicator> replicator_;
  std::optional<Memory> left_;  ///< by the last pass
};

}  // namespace lakemirror::lambda
