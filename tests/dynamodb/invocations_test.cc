#include "aws/reading.h"
#include "base/log.h"
#include "dynamodb/lease_fixture.h"
#include "feed/lookup_feed.h"
#include "lambda/replicate.h"
#include "pipeline/journal_intake.h"
#include "pipeline/replicator.h"
#include "support/local_client.h"
#include "support/turns.h"
#include "workload/workload.h"

// Several invocations of `replicate` at a time over one table, and `pull` beside them, as AWS Lambda makes
// them: batches of the table's stream come in any order, more than once, and split among the invocations.
// Between any two requests others go on; some invocations are stopped for minutes, some are told that their
// time is up. A failure is repeated by its seed.

namespace lakemirror::journal::dynamodb {

namespace {

constexpr const char* account = "123456789012";
constexpr const char* source_region = "us-east-1";
constexpr const char* target_region = "us-west-2";
constexpr Milliseconds longest_request = Seconds(20);
constexpr Milliseconds signature_lasts = std::chrono::minutes(5);
constexpr std::size_t environments = 3;

class Invocations {
 public:
  explicit Invocations(std::uint64_t seed) : random_(seed), turns_(seed), changes_(hands_, options_of(seed)) {
    if (random_.chance(0.5)) table_->set_index_lag(Milliseconds(static_cast<int>(random_.below(3000))));
    if (random_.chance(0.5)) table_->set_batch_limit(1 + random_.below(20));
    for (std::size_t i = 0; i < environments; ++i) {
      replicas_.push_back(std::make_unique<Replica>(table_, time_, random_, "function " + std::to_string(i),
                                                    Seconds(2) * (static_cast<int>(i) - 1)));
    }
    table_->set_before([this](std::string_view, const json::object&) {
      if (!is_calm_ && random_.chance(0.002)) stand_still();
      turns_.pass();
      return std::nullopt;
    });
    table_->set_after([this](std::string_view operation, const json::object& input) {
      if (operation == "PutItem") note_insert(input.at("Item").as_object());
      return std::nullopt;
    });
  }

  /// Plays, and says what went wrong; empty: nothing.
  std::string play() {
    for (int round = 0; round < 4 && fault_.empty(); ++round) {
      for (std::uint64_t i = 0; i < 1 + random_.below(6); ++i) {
        // What AWS refuses is no change.
        (void)changes_.step();
        time_.advance(Seconds(static_cast<int>(random_.below(10))));
      }
      std::vector<std::function<void()>> tasks{[this] { pull(); }};
      for (std::size_t i = 0; i < environments; ++i) tasks.emplace_back([this, i] { serve(i); });
      turns_.run(tasks);
      time_.advance(Seconds(static_cast<int>(random_.below(60))));
    }
    is_calm_ = true;
    for (int i = 0; i < 100 && fault_.empty() && !is_at_rest(); ++i) {
      time_.advance(Seconds(20));
      pull();
      invoke(static_cast<std::size_t>(i) % environments, "{}");
    }
    if (fault_.empty()) judge();
    return fault_;
  }
  std::size_t changes_made() const { return changes_made_; }
  std::size_t overlapping() const { return overlapping_; }

 private:
  static workload::Options options_of(std::uint64_t seed) {
    auto options = workload::Options::hostile(seed);
    options.wide = 0;
    return options;
  }

  /// The target as one invocation reaches it: what changes something goes only under its lease.
  class Target final : public aws::Client {
   public:
    Target(Invocations& stage, std::size_t who) : stage_(stage), who_(who) {}
    Result<json::object> call(api::Service service, std::string_view operation,
                              const json::object& input) override {
      stage_.turns_.pass();
      const auto ask = [&] { return stage_.target_.call(service, operation, input); };
      if (aws::is_reading(operation)) return ask();
      LM_CHECK(stage_.replicas_[who_]->lease.check(longest_request));
      return stage_.change(who_, ask);
    }
    std::string_view region() const override { return target_region; }

   private:
    Invocations& stage_;
    std::size_t who_;
  };

  Result<json::object> change(std::size_t who, const std::function<Result<json::object>()>& ask) {
    const Time began = time_.now();
    const auto token = number_in(*table_->item("#lease"), "Token");
    if (token != replicas_[who]->lease.token()) say("a change began without the lease");
    for (const auto& [other, since] : changing_) {
      // Only one that was stopped meanwhile may still be at it.
      if (began - since <= longest_request) say("two change the target at a time");
    }
    changing_[who] = began;
    ++changes_made_;
    if (!is_calm_ && random_.chance(0.02)) stand_still();
    time_.advance(Milliseconds(static_cast<int>(random_.below(2'000))));
    turns_.pass();
    changing_.erase(who);
    if (time_.now() - began > signature_lasts) {
      return fail({.kind = ErrorKind::denied, .code = "RequestExpired", .message = "Signature expired"});
    }
    return ask();
  }

  /// Whoever runs is stopped, and others are not.
  void stand_still() {
    for (std::uint64_t i = 0; i < 1 + random_.below(20); ++i) {
      time_.advance(Milliseconds(static_cast<int>(random_.below(10'000))));
      for (std::uint64_t n = 0; n < random_.below(20); ++n) turns_.pass();
    }
  }

  void note_insert(const json::object& item) {
    if (text_in(item, "EventId").value_or("#").starts_with('#')) return;
    stream_.push_back({{"eventName", "INSERT"},
                       {"dynamodb", {{"SequenceNumber", std::to_string(++sequence_)}, {"NewImage", item}}}});
  }

  /// A few records of what is left of the stream, from anywhere in it; some of them come again.
  json::array batch() {
    json::array records;
    for (std::uint64_t i = 0; i < 1 + random_.below(4) && !stream_.empty(); ++i) {
      const auto at = static_cast<std::ptrdiff_t>(random_.below(stream_.size()));
      records.push_back(stream_[static_cast<std::size_t>(at)]);
      if (!random_.chance(0.3)) stream_.erase(stream_.begin() + at);
    }
    return records;
  }

  void serve(std::size_t who) {
    for (std::uint64_t i = 0; i < 1 + random_.below(3); ++i) {
      auto records = batch();
      const auto payload = json::serialize(json::object{{"Records", records}});
      if (invoke(who, records.empty() ? "{}" : payload)) continue;
      for (const auto& record : records) stream_.push_back(record.as_object());
    }
  }

  /// False: what it was given has to come again.
  bool invoke(std::size_t who, const std::string& payload) {
    overlapping_ = std::max(overlapping_, ++running_);
    Target target(*this, who);
    auto& replica = *replicas_[who];
    pipeline::Settings settings;
    settings.read_settle = Seconds(2);
    settings.threads = 1;
    settings.source_account = settings.target_account = account;
    settings.source_region = source_region;
    settings.lake_formation = false;
    settings.breaker_min = 1'000'000;
    // What it remembers of earlier invocations others may have changed.
    pipeline::Replicator replicator(source_, target, replica.journal, mapping_, replica.clock, settings,
                                    nullptr, {.lease = &replica.lease, .in_flight = &replica.lease});
    std::stop_source stop;
    lambda::Figures figures;
    const lambda::Invocation invocation{.request_id = "r", .payload = payload};
    const auto answer =
        lambda::replicate({invocation, stop.get_token(), replica.clock, figures}, replica.journal,
                          replica.lease, [&](std::stop_token token) -> Result<pipeline::PassReport> {
                            LM_CHECK(replicator.check_target());
                            if (!is_calm_ && random_.chance(0.1)) stop.request_stop();
                            return replicator.replicate(std::move(token));
                          });
    --running_;
    if (!answer) return false;
    const auto* failures = array_at(answer->as_object(), "batchItemFailures");
    return failures == nullptr || failures->empty();
  }

  void pull() {
    DynamoJournal journal(table_, {.clock = time_, .random = random_, .threads = 1});
    pipeline::JournalIntake intake(journal);
    feed::LookupFeed feed(source_, intake, time_);
    const auto pulled = feed.pull();
    if (!pulled) say("pull: " + pulled.error().text());
  }

  bool is_at_rest() {
    const auto counts = replicas_[0]->journal.counts();
    const auto lease = table_->item("#lease");
    const auto* left = lease ? object_at(*lease, "Left") : nullptr;
    return counts && counts->pending == 0 && counts->processed > 0 &&
           (left == nullptr || array_at(*left, "L")->empty());
  }

  void judge() {
    if (!is_at_rest()) return say("it came to no rest");
    if (const auto parked = replicas_[0]->journal.list({.flag = model::ProcessedFlag::parked}).value();
        !parked.empty())
      say("parked: " + parked[0].error);
    const auto compared = workload::compare(aws_.dump(account, source_region),
                                            aws_.dump(account, target_region), {.lake_formation = false});
    if (!compared.equal()) say("not equal: " + compared.differences[0].text);
    if (number_in(*table_->item("#lease"), "Token").value_or(0) == 0) say("nobody ever had the lease");
  }

  void say(const std::string& fault) {
    if (fault_.empty()) fault_ = fault;
  }

  Random random_;
  testing::Turns turns_;
  VirtualClock time_{Time(Seconds(1'790'000'000))};
  local::Aws aws_{{.clock = &time_, .account = account, .verify_signatures = false}};
  test_support::LocalClient hands_{aws_, account, source_region}, source_{aws_, account, source_region},
      target_{aws_, account, target_region};
  workload::Workload changes_;
  mapping::Mapping mapping_;
  std::shared_ptr<testing::FakeDynamoDb> table_ = std::make_shared<testing::FakeDynamoDb>(time_);
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::vector<json::object> stream_;  ///< what is still to be delivered
  std::map<std::size_t, Time> changing_;
  std::string fault_;
  std::size_t changes_made_ = 0, running_ = 0, overlapping_ = 0;
  int sequence_ = 0;
  bool is_calm_ = false;
};

}  // namespace

TEST(Invocations, AnyNumberAtATimeMakeEqualSides) {
  log::configure(log::Level::off, false);
  std::size_t changes = 0, overlapping = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Invocations invocations(seed);
    ASSERT_EQ(invocations.play(), "") << "seed " << seed;
    changes += invocations.changes_made();
    overlapping += invocations.overlapping() > 1 ? 1 : 0;
  }
  EXPECT_GT(changes, 500U);
  EXPECT_GT(overlapping, 90U);
}

}  // namespace lakemirror::journal::dynamodb
