#include "lambda/embedded_metrics.h"

#include <gtest/gtest.h>

#include "lambda/deadline.h"

namespace lakemirror::lambda {
namespace {

json::object document_of(const Figures& figures) {
  return embedded_metrics({.function = "f", .handler = "pull", .request_id = "r", .now = Time(Seconds(7))},
                          figures);
}

TEST(EmbeddedMetrics, NamesEveryFigureAndItsUnit) {
  Figures figures;
  figures.set("StoredEvents", 3);
  figures.set("LagSeconds", 1.5, "Seconds");
  const auto document = document_of(figures);
  EXPECT_EQ(document.at("StoredEvents").to_number<double>(), 3);
  EXPECT_EQ(document.at("FunctionName").as_string(), "f");
  const auto& about = document.at("_aws").as_object();
  EXPECT_EQ(about.at("Timestamp").to_number<int>(), 7000);
  const auto& directive = about.at("CloudWatchMetrics").at(0).as_object();
  EXPECT_EQ(directive.at("Namespace").as_string(), "lakemirror");
  EXPECT_EQ(json::serialize(directive.at("Dimensions")), R"([["FunctionName"]])");
  EXPECT_EQ(json::serialize(directive.at("Metrics")),
            R"([{"Name":"LagSeconds","Unit":"Seconds"},{"Name":"StoredEvents","Unit":"Count"}])");
}

TEST(EmbeddedMetrics, HaveAtMostAHundredValuesOfEachTheLargestAmongThem) {
  Figures figures;
  for (int i = 1000; i > 0; --i) figures.add_lateness("lookup", Seconds(i));
  const auto document = document_of(figures);
  const auto& values = document.at("LookupLatenessSeconds").as_array();
  ASSERT_EQ(values.size(), 100u);
  EXPECT_EQ(values.front().to_number<double>(), 10);
  EXPECT_EQ(values.back().to_number<double>(), 1000);
}

TEST(Deadline, LeavesFiveSecondsButAtMostAQuarter) {
  EXPECT_EQ(margin_of(std::chrono::minutes(15)), Seconds(5));
  EXPECT_EQ(margin_of(Seconds(4)), Seconds(1));
  EXPECT_EQ(margin_of(Seconds(-4)), Seconds(0));
}

TEST(Deadline, RequestsAStopAtItsTime) {
  VirtualClock clock(Time(Seconds(100)));
  std::stop_source stop;
  const Deadline deadline(clock, Time(Seconds(160)), stop);
  while (!stop.stop_requested()) std::this_thread::yield();
  EXPECT_GE(clock.now(), Time(Seconds(160)));
}

TEST(Deadline, ThatIsPastStopsAtOnceAndOneThatWentDoesNotStop) {
  std::stop_source past, gone;
  const Deadline first(system_clock(), system_clock().now() - Seconds(1), past);
  EXPECT_TRUE(past.stop_requested());
  { const Deadline second(system_clock(), system_clock().now() + std::chrono::hours(1), gone); }
  EXPECT_FALSE(gone.stop_requested());
}

}  // namespace
}  // namespace lakemirror::lambda
