#include "lambda/configuration_watch.h"

#include <gtest/gtest.h>

namespace lakemirror::lambda {
namespace {

class ConfigurationWatchTest : public testing::Test {
 protected:
  Error broken() { return {.kind = ErrorKind::denied, .operation = "s3:GetObject", .message = "no"}; }
  std::string origin() {
    const auto found = watch.current({});
    return found ? (*found)->origin : "ERROR";
  }

  VirtualClock clock{Time(Seconds(1'790'000'000))};
  std::string etag = "1";
  int asked = 0, loads = 0;
  bool is_away = false, is_bad = false;
  ConfigurationWatch watch{{.version = [this](std::stop_token) -> Result<std::string> {
                              ++asked;
                              if (is_away) return fail(broken());
                              return etag;
                            },
                            .load = [this](std::stop_token) -> Result<config::Configuration> {
                              ++loads;
                              if (is_bad) return fail(broken());
                              config::Configuration loaded;
                              loaded.origin = etag;
                              return loaded;
                            }},
                           clock};
};

TEST_F(ConfigurationWatchTest, AsksOnceAMinuteAndReadsWhatHasChanged) {
  EXPECT_EQ(origin(), "1");
  etag = "2";
  clock.advance(Seconds(59));
  EXPECT_EQ(origin(), "1");
  EXPECT_EQ(asked, 1);
  clock.advance(Seconds(1));
  EXPECT_EQ(origin(), "2");
  EXPECT_EQ(watch.generation(), 2u);
  clock.advance(Seconds(60));
  EXPECT_EQ(origin(), "2");
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(loads, 2) << "it had not changed";
}

TEST_F(ConfigurationWatchTest, KeepsTheLastGoodOneAndCounts) {
  EXPECT_EQ(origin(), "1");
  etag = "2";
  is_bad = true;
  clock.advance(Seconds(60));
  EXPECT_EQ(origin(), "1");
  EXPECT_EQ(watch.faults(), 1u);
  EXPECT_EQ(watch.generation(), 1u);
  is_away = true;
  clock.advance(Seconds(60));
  EXPECT_EQ(origin(), "1");
  EXPECT_EQ(watch.faults(), 2u);
  is_away = is_bad = false;
  clock.advance(Seconds(60));
  EXPECT_EQ(origin(), "2") << "what was broken is read again, though its version is known";
}

TEST_F(ConfigurationWatchTest, WithoutAGoodOneItIsAnErrorAndAskedForEachTime) {
  is_bad = true;
  EXPECT_EQ(origin(), "ERROR");
  EXPECT_EQ(origin(), "ERROR");
  is_bad = false;
  EXPECT_EQ(origin(), "1");
  EXPECT_EQ(watch.faults(), 2u);
}

TEST_F(ConfigurationWatchTest, AClockSetBackDoesNotStopTheAsking) {
  EXPECT_EQ(origin(), "1");
  etag = "2";
  clock.advance(-std::chrono::hours(5));
  EXPECT_EQ(origin(), "2");
}

}  // namespace
}  // namespace lakemirror::lambda
