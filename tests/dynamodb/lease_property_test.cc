#include <map>
#include <set>

#include "base/text.h"
#include "dynamodb/lease_fixture.h"
#include "journal/dynamodb/packing.h"

// Replicators that are stopped at any request, for any time, while others come and go; answers that are lost;
// clocks that differ. One thread and one seed: a failure is repeated by its number.

namespace lakemirror::journal::dynamodb {

namespace {

constexpr Milliseconds longest_call = Seconds(20);
constexpr int replica_count = 3;

class Stage {
 public:
  explicit Stage(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < replica_count; ++i) {
      replicas_.push_back(std::make_unique<Replica>(
          table_, time_, random_, std::string(1, static_cast<char>('a' + i)), Seconds(2) * (i - 1)));
    }
    table_->set_before([this](std::string_view, const json::object&) { return disturb(); });
    table_->set_after([this](std::string_view, const json::object& input) { return lose(input); });
  }

  /// Plays, and says what went wrong; empty: nothing.
  std::string play() {
    // Short histories: in long ones whoever comes next finds what was forgotten.
    const auto arrivals = 1 + random_.below(5);
    for (std::uint64_t i = 0; i < arrivals && fault_.empty(); ++i) arrive();
    is_calm_ = true;
    // What failed is tried again by whoever asked, as functions and daemons are; nobody else comes.
    while (!waiting_.empty() && fault_.empty()) {
      const auto who = *waiting_.begin();
      waiting_.erase(waiting_.begin());
      invoke(who);
      time_.advance(Seconds(70));
    }
    if (fault_.empty()) check_end();
    return fault_;
  }

 private:
  /// An event comes, and wakes somebody.
  void arrive() {
    const std::string id = "event " + std::to_string(++events_);
    const auto quiet = std::exchange(is_calm_, true);
    const auto appended = replicas_[0]->journal.append(
        std::vector{
            model::Event{.event_id = id, .event_time = time_.now(), .record = "{}", .feed = "lookup"}},
        time_.now());
    is_calm_ = quiet;
    if (!appended) fault_ = "append: " + appended.error().text();
    invoke(idle());
  }

  /// One that is not in the middle of something; with all of them at it, the first.
  std::size_t idle() {
    const auto first = random_.below(replicas_.size());
    for (std::size_t i = 0; i < replicas_.size(); ++i) {
      const auto who = (first + i) % replicas_.size();
      if (!busy_.contains(who)) return who;
    }
    return replicas_.size();
  }

  void invoke(std::size_t who) {
    if (who == replicas_.size()) {
      // Nobody is there to be woken: whoever called tries again later.
      waiting_.insert(0);
      return;
    }
    busy_.insert(who);
    const auto done = work(*replicas_[who]);
    if (!done) {
      (void)replicas_[who]->lease.ended();
      (void)replicas_[who]->lease.release();
      waiting_.insert(who);
    }
    busy_.erase(who);
  }

  Result<void> work(Replica& replica) {
    LM_TRY(const bool has_it, replica.lease.acquire());
    if (!has_it) return {};
    for (;;) {
      LM_CHECK(replica.lease.begin_look());
      LM_TRY(const auto due, replica.journal.due(time_.now(), 5, {}));
      if (!due.empty()) LM_CHECK(pass(replica, due));
      if (!due.empty()) continue;
      LM_TRY(const bool is_released, replica.lease.release_if_unwanted());
      if (is_released) return {};
    }
  }

  Result<void> pass(Replica& replica, const std::vector<model::Entry>& due) {
    std::vector<std::string> keys;
    for (const auto& entry : due) keys.push_back("database/" + entry.event.event_id);
    LM_CHECK(replica.lease.announce(keys));
    std::vector<model::Outcome> outcomes;
    for (const auto& entry : due) {
      LM_CHECK(replica.lease.check(longest_call));
      change(replica, "database/" + entry.event.event_id);
      outcomes.push_back({.event_id = entry.event.event_id,
                          .kind = model::OutcomeKind::replicated,
                          .reason = std::to_string(replica.lease.token())});
    }
    LM_CHECK(replica.lease.ended());
    return replica.journal.settle(outcomes, time_.now());
  }

  std::int64_t stored_token() const { return number_in(*table_->item("#lease"), "Token").value_or(0); }

  /// A call to the target: it begins under the lease, and may be stopped before it lands.
  void change(Replica& replica, const std::string& key) {
    if (stored_token() != replica.lease.token()) return say("a call began without the lease");
    const bool is_stopped = !is_calm_ && random_.chance(0.2);
    time_.advance(Milliseconds(static_cast<int>(random_.below(20'000))));
    if (!is_stopped && stored_token() != replica.lease.token()) return say("a call ended without the lease");
    if (is_stopped) pause();
    if (stored_token() == replica.lease.token()) return;
    // It landed late. Whoever has taken over must know that it might.
    const auto item = *table_->item("#lease");
    const auto* left = object_at(item, "Left");
    const auto* list = left == nullptr ? nullptr : array_at(*left, "L");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto keys = split(unpack(**bytes_in(list->at(i).at("M").as_object(), "Keys")).value(), '\n');
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) return;
    }
    say("a call landed late, and nobody was told of " + key);
  }

  void say(const std::string& fault) {
    if (fault_.empty()) fault_ = fault;
  }

  void pause() {
    time_.advance(Seconds(static_cast<int>(random_.below(200))));
    if (depth_ >= 2) return;
    ++depth_;
    const auto others = random_.below(3);
    for (std::uint64_t i = 0; i < others && fault_.empty(); ++i) arrive();
    --depth_;
  }

  std::optional<Error> disturb() {
    if (!is_calm_ && random_.chance(0.05)) pause();
    return std::nullopt;
  }

  std::optional<Error> lose(const json::object& input) {
    note_outbox(input);
    if (is_calm_ || !random_.chance(0.02)) return std::nullopt;
    return Error{.kind = ErrorKind::retry, .code = "Unreachable", .message = "the answer was lost"};
  }

  /// Remembers under which token outcomes were taken in.
  void note_outbox(const json::object& input) {
    if (text_or(input, "UpdateExpression").find("SET #Outbox") == std::string_view::npos) return;
    const auto* values = object_at(input, "ExpressionAttributeValues");
    const auto token = number_in(*values, ":token").value_or(0);
    // The update was refused where the token is another one by now.
    if (token == stored_token()) accepted_.insert(std::to_string(token));
  }

  void check_end() {
    for (int i = 1; i <= events_; ++i) {
      const auto found = replicas_[0]->journal.find("event " + std::to_string(i));
      if (!found || !*found) return say("event " + std::to_string(i) + " is gone");
      const auto& entry = **found;
      if (entry.flag != model::ProcessedFlag::processed)
        return say("nobody came for event " + std::to_string(i));
      if (!accepted_.contains(entry.reason))
        return say("an outcome that was never taken in: " + entry.reason);
      if (entry.attempts != 1) return say("settled more than once: event " + std::to_string(i));
    }
  }

  Random random_;
  VirtualClock time_{Time(Seconds(1'790'000'000))};
  std::shared_ptr<testing::FakeDynamoDb> table_ = std::make_shared<testing::FakeDynamoDb>(time_);
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::set<std::size_t> busy_;
  std::set<std::size_t> waiting_;
  std::set<std::string> accepted_;
  std::string fault_;
  int events_ = 0;
  int depth_ = 0;
  bool is_calm_ = false;
};

}  // namespace

TEST(LeaseProperty, WhereverAnybodyIsStopped) {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) ASSERT_EQ(Stage(seed).play(), "") << "seed " << seed;
}

}  // namespace lakemirror::journal::dynamodb
