#include <gtest/gtest.h>

#include "base/random.h"
#include "feed/cursor.h"
#include "feed/fake_trail.h"
#include "feed/lookup_feed.h"
#include "journal/dynamodb/dynamo_journal.h"
#include "pipeline/journal_intake.h"
#include "support/fake_dynamodb.h"
#include "support/turns.h"

// Passes over LookupEvents that overlap, as functions do whose schedule is shorter than they may take.
// Between any two requests others may go on; some passes are cut short, some calls fail. A failure is
// repeated by its seed.

namespace lakemirror::journal::dynamodb {

namespace {

class OverlappingPulls {
 public:
  explicit OverlappingPulls(std::uint64_t seed) : random_(seed), turns_(seed) {
    settings_.follow_glue_alone();
    settings_.window = std::chrono::minutes(20);
    settings_.deep_every = std::chrono::minutes(1);
    settings_.shallow_pages = 1 + random_.below(2);
    settings_.sync_takes = std::chrono::days(30);
    trail_.page_size = 1 + random_.below(4);
    trail_.page_takes = Seconds(static_cast<int>(random_.below(10)));
    trail_.before_answer = [this](int) { turns_.pass(); };
    trail_.fails = [this](int) { return !is_calm_ && random_.chance(0.02); };
    table_->set_before([this](std::string_view, const json::object&) {
      turns_.pass();
      return std::nullopt;
    });
    table_->set_after([this](std::string_view, const json::object&) {
      look_at_cursor();
      return std::nullopt;
    });
  }

  /// Plays, and says what went wrong; empty: nothing.
  std::string play() {
    add_events();  // before the first pass: their cursor is about them too
    for (int round = 0; round < 4 && fault_.empty(); ++round) {
      std::vector<std::function<void()>> tasks;
      for (std::uint64_t i = 0; i < 2 + random_.below(2); ++i) {
        tasks.emplace_back([this] { pull_some(); });
      }
      turns_.run(tasks);
      add_events();
    }
    is_calm_ = true;
    time_.advance(settings_.window + settings_.deep_every);
    pull();
    for (const auto& [id, delivered] : events_) {
      if (!table_->item(id)) say(id + " was never stored");
    }
    return fault_;
  }

 private:
  void add_events() {
    for (std::uint64_t i = 0; i < 6; ++i) {
      const auto id = "event " + std::to_string(events_.size());
      const Time at = time_.now() - Seconds(static_cast<int>(random_.below(60)));
      const Time delivered = time_.now() + Seconds(static_cast<int>(random_.below(300)));
      trail_.add(id, at, delivered - at);
      events_.emplace(id, delivered);
    }
    time_.advance(Seconds(static_cast<int>(random_.below(120))));
  }

  void pull_some() {
    for (std::uint64_t i = 0; i < 1 + random_.below(3); ++i) pull();
  }

  /// An invocation in an environment of its own.
  void pull() {
    DynamoJournal journal(table_, {.clock = time_, .random = random_, .threads = 1});
    pipeline::JournalIntake intake(journal);
    feed::LookupFeed feed(trail_, intake, time_, settings_);
    std::stop_source stop;
    const int most = !is_calm_ && random_.chance(0.2) ? 1 + static_cast<int>(random_.below(4)) : 1'000'000;
    int pages = 0;
    const auto pulled = feed.pull(stop.get_token(), [&](const feed::LookupPass&) {
      if (++pages == most) stop.request_stop();
    });
    if (!pulled) say("pull: " + pulled.error().text());
  }

  void look_at_cursor() {
    const auto item = table_->item("#value/feed/lookup/cursor");
    if (!item) return;
    const auto text = text_in(*item, "Text").value();
    if (text == cursor_) return;
    cursor_ = text;
    const auto object = parse_json(text)->as_object();
    const auto time_at = [&](const char* name) -> std::optional<Time> {
      const auto found = text_or(object, name);
      return found.empty() ? std::nullopt : std::optional(*parse_time(found));
    };
    const auto first = time_at("first_began"), deep = time_at("deep_began"), more = time_at("more_at");
    if (first_ && first != first_) say("the beginning moved");
    if (deep_ && (!deep || *deep < *deep_))
      say("the cursor went back from " + format_time(*deep_) + ": " + text);
    if (more_ && !more && (!deep || *deep < *more_)) say("nobody knows any more that there is more");
    first_ = first;
    deep_ = deep;
    more_ = more;
    for (const auto& [id, delivered] : events_) {
      if (deep && delivered <= *deep && !table_->item(id)) say("the cursor has passed " + id);
    }
  }

  void say(const std::string& fault) {
    if (fault_.empty()) fault_ = fault;
  }

  Random random_;
  testing::Turns turns_;
  VirtualClock time_{Time(Seconds(1'790'000'000))};
  feed::FakeTrail trail_{time_};
  std::shared_ptr<testing::FakeDynamoDb> table_ = std::make_shared<testing::FakeDynamoDb>(time_);
  feed::LookupSettings settings_;
  std::map<std::string, Time> events_;  ///< by id, when they were delivered
  std::string cursor_;
  std::optional<Time> first_, deep_, more_;
  std::string fault_;
  bool is_calm_ = false;
};

}  // namespace

TEST(Pulls, ThatOverlapNeitherLoseTheCursorNorSetItBack) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed)
    ASSERT_EQ(OverlappingPulls(seed).play(), "") << "seed " << seed;
}

}  // namespace lakemirror::journal::dynamodb
