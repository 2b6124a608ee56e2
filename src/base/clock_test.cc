#include "base/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace lakemirror {
namespace {

TEST(ParseTime, ReadsFractionsAndOffsets) {
  const auto time = *parse_time("2026-09-26T18:34:02Z");
  EXPECT_EQ(*parse_time("2026-09-26T19:34:02+01:00"), time);
  EXPECT_EQ(*parse_time("2026-09-26T18:34:02.250Z"), time + Milliseconds(250));
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const auto* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T25:00:00Z",
                           "2026-01-01T00:00:00Zx"}) {
    EXPECT_FALSE(parse_time(text).has_value()) << text;
  }
}

TEST(TimeOfSeconds, KnowsTheYearsThatHaveATextAndNoOthers) {
  const auto text = [](double seconds) {
    const auto time = time_of_seconds(seconds);
    return time ? format_time(*time) : "";
  };
  EXPECT_EQ(text(1'790'447'642.5), "2026-09-26T18:34:02.500Z");
  EXPECT_EQ(text(-62'135'596'800), "0001-01-01T00:00:00Z");
  EXPECT_EQ(text(253'402'300'799), "9999-12-31T23:59:59Z");
  EXPECT_EQ(text(-62'135'596'801), "");
  EXPECT_EQ(text(253'402'300'800), "");
  EXPECT_EQ(text(1e300), "");
  EXPECT_EQ(text(std::numeric_limits<double>::quiet_NaN()), "");
}

TEST(FormatTime, WritesWhatHasNoTextAsTheFirstOrLastThatHas) {
  EXPECT_EQ(format_time(Time::min()), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_time(Time::max()), "9999-12-31T23:59:59.999Z");
}

RC_GTEST_PROP(FormatTime, ParsingGivesTheTimeBack, ()) {
  const Time time{Milliseconds(*rc::gen::inRange<std::int64_t>(0, 4102444800000))};
  RC_ASSERT(*parse_time(format_time(time)) == time);
}

TEST(VirtualClock, SleepingMovesItAndAStopDoesNot) {
  VirtualClock clock{Time()};
  clock.sleep_for(Seconds(5));
  EXPECT_EQ(clock.now(), Time(Seconds(5)));
  std::stop_source stop;
  stop.request_stop();
  clock.sleep_for(Seconds(5), stop.get_token());
  EXPECT_EQ(clock.now(), Time(Seconds(5)));
}

}  // namespace
}  // namespace lakemirror
