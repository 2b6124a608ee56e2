#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "feed/lookup_feed.h"
#include "journal/sqlite_journal.h"
#include "local/aws.h"
#include "mapping/mapping.h"
#include "pipeline/journal_intake.h"
#include "pipeline/replicator.h"
#include "support/local_client.h"
#include "workload/comparison.h"

namespace lakemirror::scenarios {

/// One scenario.json at work: two Regions, a journal, a replicator, and a clock that moves when told.
class Scenario {
 public:
  /// The Error says what of the file could not be understood.
  static Result<std::unique_ptr<Scenario>> create(const json::object& file);

  /// Runs one step; the Error says what did not hold.
  Result<void> run(const json::object& step);

 private:
  Scenario(const json::object& file, Result<void>& made);

  void build();
  Result<void> set_knobs(const json::object& knobs);
  Result<void> call(aws::Client& client, std::string_view operation, const json::object& step);
  Result<void> run_now(const json::object& step);
  void interject(std::string_view operation);
  Result<void> pull();
  Result<void> deliver(const json::value& element, bool dropped);
  Result<void> replicate(const json::object& options);
  Result<void> sync(const json::object& step);
  Result<void> follow(std::int64_t rounds);
  Result<void> expect(const json::object& wanted);

  VirtualClock clock_;
  local::Aws aws_;
  test_support::LocalClient source_, target_;
  workload::BucketPairs buckets_;
  mapping::Mapping mapping_;
  pipeline::Settings settings_;
  std::vector<json::object> interjections_ =
      {};  ///< steps that wait for a call of lakemirror's to the source
  Result<void> interjected_ = {};
  std::unique_ptr<journal::SqliteJournal> journal_;
  std::unique_ptr<pipeline::JournalIntake> intake_;
  std::unique_ptr<feed::LookupFeed> feed_;
  std::unique_ptr<pipeline::Replicator> replicator_;
};

/// Settings of a scenario file laid over the defaults; unknown names are an Error.
Result<void> read_settings(const json::object& file, pipeline::Settings& settings);

/// What `expect` may ask of the journal.
Result<void> expect_counts(journal::Journal& journal, const json::object& wanted);
/// What it may ask of the two catalogs; what the replicator itself holds is not compared.
Result<void> expect_catalogs(const local::Aws& aws, std::string_view target_account,
                             const workload::BucketPairs& buckets,
                             const std::set<std::string>& own_principals, const json::object& wanted);
/// What it may ask of the target's Lake Formation.
Result<void> expect_lake(const local::Aws& aws, std::string_view target_account, const json::object& wanted);

/// "expected X, found Y".
Error unmet(std::string what);
/// The file itself is wrong: it says nothing of what it is about.
Error broken(std::string what);
bool is_broken(const Error& error);

}  // namespace lakemirror::scenarios
