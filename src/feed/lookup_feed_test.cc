#include "feed/lookup_feed_fixture.h"

namespace lakemirror::feed {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(LookupFeedTest, TheFirstPassIsDeepAndCoversOneWindow) {
  trail.add("in", ago(minutes(59)));
  trail.add("too old", ago(minutes(61)));
  const auto pass = pull();
  EXPECT_TRUE(pass.deep);
  EXPECT_TRUE(pass.complete);
  EXPECT_EQ(pass.window_start, ago(hours(1)));
  EXPECT_TRUE(has("in"));
  EXPECT_FALSE(has("too old"));
  EXPECT_FALSE(pass.needs_sync);
}

TEST_F(LookupFeedTest, ItAsksAsTheServiceWantsToBeAsked) {
  pull();
  EXPECT_EQ(
      json::serialize(trail.last_input),
      R"({"LookupAttributes":[{"AttributeKey":"EventSource","AttributeValue":"glue.amazonaws.com"}],"StartTime":1789996400,"MaxResults":50})");
}

TEST_F(LookupFeedTest, ReadsAndOtherServicesAreCountedAndNotStored) {
  settings.by = LookupBy::read_only;
  trail.add("change", ago(minutes(1)));
  trail.add("ec2", ago(minutes(2)), {}, "RunInstances", false, "ec2.amazonaws.com");
  const auto pass = pull();
  EXPECT_EQ(pass.seen, 2U);
  EXPECT_EQ(pass.dropped, 1U);
  EXPECT_EQ(pass.stored, 1U);
  EXPECT_THAT(trail.attributes_asked, ElementsAre("ReadOnly=false"));
}

TEST_F(LookupFeedTest, ByNameAsksForEachName) {
  settings.by = LookupBy::name;
  settings.event_names = {"CreateTable", "DeleteTable"};
  trail.add("a", ago(minutes(1)));
  trail.add("b", ago(minutes(1)), {}, "DeleteTable");
  trail.add("c", ago(minutes(1)), {}, "UpdateTable");
  pull();
  EXPECT_TRUE(has("a") && has("b"));
  EXPECT_FALSE(has("c"));
}

TEST_F(LookupFeedTest, EverySourceIsAsked) {
  settings.event_sources = {"glue.amazonaws.com", "lakeformation.amazonaws.com"};
  trail.add("grant", ago(minutes(1)), {}, "GrantPermissions", false, "lakeformation.amazonaws.com");
  trail.add("table", ago(minutes(1)));
  EXPECT_EQ(pull().stored, 2U);
}

TEST_F(LookupFeedTest, BetweenDeepPassesItStopsAtTheFirstPageOfKnownChanges) {
  add_changes(500, "old ");
  EXPECT_EQ(pull().pages, 10U);
  clock.advance(Seconds(1));
  trail.add("new", clock.now());
  const auto pass = pull();
  EXPECT_FALSE(pass.deep);
  EXPECT_TRUE(pass.complete);
  EXPECT_EQ(pass.stored, 1U);
  EXPECT_EQ(pass.pages, 2U) << "the first page held something new, the second did not";
  EXPECT_EQ(pull().pages, 1U);
}

TEST_F(LookupFeedTest, APageOfReadsDoesNotStopAShallowPass) {
  trail.add("known", ago(minutes(30)));
  pull();
  clock.advance(minutes(1));
  trail.add("hidden behind reads", ago(Seconds(59)));
  for (int i = 0; i < 120; ++i)
    trail.add("read " + std::to_string(i), ago(Milliseconds(100 * i)), {}, "GetTable", true);
  const auto pass = pull();
  EXPECT_FALSE(pass.deep);
  EXPECT_TRUE(has("hidden behind reads"));
  EXPECT_EQ(pass.pages, 3U);
}

TEST_F(LookupFeedTest, AShallowPassGivesUpWhereTheDeepPassGoesOn) {
  pull();
  clock.advance(minutes(1));
  settings.shallow_pages = 2;
  trail.add("behind many reads", ago(Seconds(50)));
  for (int i = 0; i < 300; ++i)
    trail.add("read " + std::to_string(i), ago(Milliseconds(100 * i)), {}, "GetTable", true);
  const auto pass = pull();
  EXPECT_EQ(pass.pages, 2U);
  EXPECT_TRUE(pass.complete);
  EXPECT_FALSE(has("behind many reads"));
  clock.advance(settings.deep_every);
  EXPECT_TRUE(pull().deep);
  EXPECT_TRUE(has("behind many reads"));
}

TEST_F(LookupFeedTest, AShallowPassThatGivesUpAmongNewEventsLeavesTheRestToTheNextPass) {
  pull();
  clock.advance(minutes(1));
  settings.shallow_pages = 2;
  for (int i = 0; i < 300; ++i) trail.add("burst " + std::to_string(i), ago(Milliseconds(100 * i)));
  const auto first = pull();
  EXPECT_FALSE(first.deep);
  EXPECT_EQ(first.stored, 100U);
  clock.advance(Seconds(10));
  const auto second = pull();
  EXPECT_TRUE(second.deep);
  EXPECT_EQ(second.stored, 200U);
  EXPECT_FALSE(pull().deep) << "all is read";
}

TEST_F(LookupFeedTest, ALateEventIsFoundByTheNextDeepPass) {
  add_changes(100, "early ");
  trail.add("late", ago(minutes(50)), minutes(51));
  pull();
  clock.advance(minutes(2));
  EXPECT_FALSE(pull().deep);
  EXPECT_FALSE(has("late"));
  clock.advance(minutes(3));
  const auto pass = pull();
  EXPECT_TRUE(pass.deep);
  EXPECT_TRUE(has("late"));
  EXPECT_EQ(pass.lateness_max, minutes(55));
}

TEST_F(LookupFeedTest, TheWindowStartsOneWindowBeforeTheLastCompletedDeepPassBegan) {
  trail.page_takes = Seconds(90);
  const Time began = clock.now();
  pull();
  clock.advance(hours(3));
  const auto second = pull();
  EXPECT_EQ(second.window_start, began - hours(1));
  clock.advance(hours(3));
  EXPECT_EQ(pull().window_start, second.began - hours(1));
}

TEST_F(LookupFeedTest, DuplicatesAreStoredOnce) {
  for (int i = 0; i < 5; ++i) trail.add("same", ago(minutes(1)));
  const auto pass = pull();
  EXPECT_EQ(pass.seen, 5U);
  EXPECT_EQ(pass.stored, 1U);
  EXPECT_EQ(stored(), 1U);
}

TEST_F(LookupFeedTest, EventsThatArriveDuringAPassAreNotLost) {
  add_changes(300, "old ");
  trail.page_takes = Seconds(1);
  trail.before_answer = [this](int call) { trail.add("during " + std::to_string(call), clock.now()); };
  pull();
  trail.before_answer = {};
  pull();
  EXPECT_EQ(stored(), trail.size());
}

TEST_F(LookupFeedTest, ALongDeepPassLooksAtTheNewestPagesBetweenItsOwn) {
  add_changes(50 * 60, "old ");
  trail.page_takes = Seconds(1);
  trail.before_answer = [this](int call) {
    if (call == 10) trail.add("in the middle", clock.now());
    if (call == 30) {
      EXPECT_TRUE(has("in the middle"));
    }
  };
  EXPECT_TRUE(pull().complete);
  EXPECT_GT(trail.calls, 30);
}

TEST_F(LookupFeedTest, APassCutShortByAnErrorKeepsItsPagesAndMovesNothing) {
  add_changes(200, "e ");
  trail.fails = [](int call) { return call == 3; };
  const auto cut = pull();
  EXPECT_FALSE(cut.complete);
  ASSERT_TRUE(cut.error);
  EXPECT_EQ(cut.error->kind, ErrorKind::retry);
  EXPECT_EQ(cut.error->subject, "EventSource=glue.amazonaws.com");
  EXPECT_EQ(stored(), 100U);
  EXPECT_EQ(load_cursor(intake)->deep_began, std::nullopt);
  trail.fails = {};
  const auto again = pull();
  EXPECT_TRUE(again.deep && again.complete);
  EXPECT_EQ(again.stored, 100U);
}

/// An intake on a disk that is full.
class FullIntake final : public Intake {
 public:
  explicit FullIntake(Intake& intake) : intake_(intake) {}

  Result<std::vector<bool>> append(std::span<const model::Event>, Time) override {
    return fail(
        Error{.kind = ErrorKind::retry, .operation = "journal append", .message = "the disk is full"});
  }
  Result<std::optional<std::string>> value(std::string_view name) override { return intake_.value(name); }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    return intake_.replace_value(name, was, text);
  }

 private:
  Intake& intake_;
};

TEST_F(LookupFeedTest, AnEventThatCannotBeStoredFailsThePassAndIsReadHoursLater) {
  trail.add("held up", ago(Seconds(5)));
  FullIntake full(intake);
  for (int i = 0; i < 3; ++i) {
    const auto pass = LookupFeed(trail, full, clock, settings).pull();
    ASSERT_FALSE(pass);
    EXPECT_EQ(pass.error().message, "the disk is full");
    clock.advance(hours(2));
  }
  pull();
  EXPECT_TRUE(has("held up"));
}

TEST_F(LookupFeedTest, APassThatIsToldToStopMovesNothing) {
  add_changes(200, "e ");
  std::stop_source stop;
  trail.before_answer = [&](int call) {
    if (call == 2) stop.request_stop();
  };
  const auto cut = pull(stop.get_token());
  EXPECT_FALSE(cut.complete);
  EXPECT_FALSE(cut.error);
  EXPECT_EQ(cut.pages, 2U);
  EXPECT_EQ(stored(), 100U);
  EXPECT_EQ(load_cursor(intake)->deep_began, std::nullopt);
}

TEST_F(LookupFeedTest, ProgressIsTold) {
  add_changes(120, "e ");
  std::vector<std::size_t> stored;
  LookupFeed feed(trail, intake, clock, settings);
  ASSERT_TRUE(feed.pull({}, [&](const LookupPass& pass) { stored.push_back(pass.stored); }));
  EXPECT_THAT(stored, ElementsAre(50U, 100U, 120U));
}

TEST_F(LookupFeedTest, AMalformedElementIsStoredOnce) {
  trail.add("fine", ago(minutes(1)));
  trail.add("x", ago(minutes(1))).record.erase("EventId");
  EXPECT_EQ(pull().stored, 2U);
  clock.advance(hours(1));
  EXPECT_EQ(pull().stored, 0U);
}

TEST_F(LookupFeedTest, AnEventFromTheFutureIsStored) {
  trail.add("ahead", clock.now() + minutes(10), -minutes(10));
  const auto pass = pull();
  EXPECT_TRUE(has("ahead"));
  EXPECT_EQ(pass.lateness_max, Milliseconds(0));
}

TEST_F(LookupFeedTest, AClockSetBackLeavesNoHole) {
  clock.advance(hours(5));
  pull();
  clock.advance(-hours(5));
  trail.add("a", ago(minutes(30)));
  const auto pass = pull();
  EXPECT_TRUE(pass.deep);
  EXPECT_TRUE(has("a"));
}

TEST_F(LookupFeedTest, TheSamePageAgainIsAnError) {
  class Stuck : public aws::Client {
    Result<json::object> call(api::Service, std::string_view, const json::object&) override {
      return json::object{{"Events", json::array()}, {"NextToken", "again"}};
    }
    std::string_view region() const override { return "eu-west-1"; }
  } stuck;
  const auto pass = LookupFeed(stuck, intake, clock, settings).pull();
  ASSERT_TRUE(pass);
  EXPECT_FALSE(pass->complete);
  EXPECT_THAT(pass->error->message, HasSubstr("same page"));
}

TEST_F(LookupFeedTest, AnAnswerWhoseEventsIsNoListIsAnError) {
  class Odd : public aws::Client {
    Result<json::object> call(api::Service, std::string_view, const json::object&) override {
      return json::object{{"Events", "none"}};
    }
    std::string_view region() const override { return "eu-west-1"; }
  } odd;
  const auto pass = LookupFeed(odd, intake, clock, settings).pull();
  EXPECT_FALSE(pass->complete);
  EXPECT_TRUE(pass->error);
}

TEST_F(LookupFeedTest, AnOutageThatLastsFromTheFirstPassOnLeavesNoHole) {
  trail.add("before the first pass", ago(minutes(30)));
  trail.fails = [](int) { return true; };
  pull();
  clock.advance(hours(10));
  pull();
  trail.fails = {};
  pull();
  EXPECT_TRUE(has("before the first pass"));
}

TEST_F(LookupFeedTest, ADamagedCursorStopsTheFeed) {
  ASSERT_TRUE(intake.replace_value("feed/lookup/cursor", std::nullopt, "{half"));
  const auto pass = LookupFeed(trail, intake, clock, settings).pull();
  ASSERT_FALSE(pass);
  EXPECT_EQ(pass.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(trail.calls, 0);
}

}  // namespace

}  // namespace lakemirror::feed
