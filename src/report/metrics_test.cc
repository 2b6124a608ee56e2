#include "report/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/check_names.h>

#include <set>

#include "base/text.h"

namespace lakemirror::report {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;

const Time now = Time(Seconds(1'790'000'000));

Metrics some() {
  Observed seen{.now = now, .deep_began = now - minutes(2), .deep_ended = now - minutes(1)};
  seen.counts = {
      .pending = 3, .provisional = 2, .parked = 1, .by_outcome = {{model::OutcomeKind::ignored, 7}}};
  seen.counts.oldest_pending = now - Seconds(90);
  seen.violations = 4;
  seen.over_permission = {{"arn:aws:iam::1:role/analyst", 1.5}, {"arn:aws:iam::1:role/etl", 2}};
  seen.breaker_opened = now;
  seen.recent = {{.event = {.event_time = now - Seconds(60), .feed = "eventbridge"},
                  .received_at = now - Seconds(57),
                  .other_feed = "lookup",
                  .other_received_at = now}};
  Metrics metrics{.version = "0.1.0", .now = now, .status = make_status(std::move(seen))};
  metrics.calls["source"]["glue:GetTable"] = {.calls = 5, .retries = 2, .throttles = 1, .failures = 1};
  metrics.activity.settled[model::OutcomeKind::replicated] = 6;
  metrics.activity.changes[{model::KeyKind::table, model::ResultKind::created}] = 8;
  model::Histogram lateness({1, 10});
  for (const double value : {0.5, 5.0, 50.0}) lateness.add(value);
  metrics.activity.lateness.emplace("lookup", lateness);
  metrics.run = {
      .started = now - minutes(9), .ticks = 10, .failed_ticks = 4, .trouble_since = now - minutes(3)};
  metrics.journal = {.bytes = 4096, .free_bytes = 1u << 30};
  metrics.process = {.cpu_seconds = 1.25, .resident_bytes = 1 << 20};
  return metrics;
}

/// The value of one series, spelt as in the text.
std::string value(const std::string& text, const std::string& series) {
  for (const std::string& line : split(text, '\n')) {
    if (line.starts_with(series + " ")) return line.substr(series.size() + 1);
  }
  return "absent";
}

TEST(Metrics, TellWhatTheStatusTells) {
  const std::string text = metrics_text(some());
  EXPECT_EQ(value(text, "lakemirror_lag_seconds"), "90");
  EXPECT_EQ(value(text, "lakemirror_entries_pending"), "3");
  EXPECT_EQ(value(text, "lakemirror_entries_provisional"), "2");
  EXPECT_EQ(value(text, "lakemirror_entries_parked"), "1");
  EXPECT_EQ(value(text, R"(lakemirror_journal_entries{outcome="ignored"})"), "7");
  EXPECT_EQ(value(text, "lakemirror_violations_total"), "4");
  EXPECT_EQ(value(text, R"(lakemirror_recent_lateness_median_seconds{feed="eventbridge"})"), "3");
  EXPECT_EQ(value(text, R"(lakemirror_recent_lateness_max_seconds{feed="lookup"})"), "60");
  EXPECT_EQ(value(text, R"(lakemirror_recent_first_entries{feed="lookup"})"), "0");
  EXPECT_EQ(value(text, "lakemirror_over_permission_seconds_total"), "3.5");
  EXPECT_EQ(value(text, "lakemirror_over_permission_principals"), "2");
  EXPECT_EQ(value(text, "lakemirror_breaker_open"), "1");
  EXPECT_EQ(value(text, "lakemirror_gap_open"), "0");
  EXPECT_EQ(value(text, "lakemirror_replication_point_timestamp_seconds"), "1789998080");
  EXPECT_EQ(value(text, "lakemirror_replication_point_age_seconds"), "1920");
  EXPECT_EQ(value(text, "lakemirror_last_deep_pull_timestamp_seconds"), "1789999940");
}

TEST(Metrics, TellWhatThisProcessDid) {
  const std::string text = metrics_text(some());
  EXPECT_EQ(value(text, R"(lakemirror_entries_settled_total{outcome="replicated"})"), "6");
  EXPECT_EQ(value(text, R"(lakemirror_changes_total{kind="table",result="created"})"), "8");
  EXPECT_EQ(value(text, R"(lakemirror_ticks_total{result="ok"})"), "6");
  EXPECT_EQ(value(text, R"(lakemirror_ticks_total{result="trouble"})"), "4");
  EXPECT_EQ(value(text, "lakemirror_trouble_seconds"), "180");
  const std::string labels = R"({side="source",service="glue",operation="GetTable"})";
  EXPECT_EQ(value(text, "lakemirror_aws_calls_total" + labels), "5");
  EXPECT_EQ(value(text, "lakemirror_aws_retries_total" + labels), "2");
  EXPECT_EQ(value(text, "lakemirror_aws_throttles_total" + labels), "1");
  EXPECT_EQ(value(text, "lakemirror_aws_failures_total" + labels), "1");
}

TEST(Metrics, HaveACumulativeHistogramOfLateness) {
  const std::string text = metrics_text(some());
  EXPECT_EQ(value(text, R"(lakemirror_lateness_seconds_bucket{feed="lookup",le="1"})"), "1");
  EXPECT_EQ(value(text, R"(lakemirror_lateness_seconds_bucket{feed="lookup",le="10"})"), "2");
  EXPECT_EQ(value(text, R"(lakemirror_lateness_seconds_bucket{feed="lookup",le="+Inf"})"), "3");
  EXPECT_EQ(value(text, R"(lakemirror_lateness_seconds_count{feed="lookup"})"), "3");
  EXPECT_EQ(value(text, R"(lakemirror_lateness_seconds_sum{feed="lookup"})"), "55.5");
}

TEST(Metrics, WithoutAJournalTellTheRestAndNothingOfIt) {
  Metrics metrics = some();
  metrics.status.reset();
  metrics.journal.error = "damaged";
  const std::string text = metrics_text(metrics);
  EXPECT_EQ(value(text, "lakemirror_journal_readable"), "0");
  EXPECT_EQ(value(text, "lakemirror_lag_seconds"), "absent");
  EXPECT_EQ(value(text, R"(lakemirror_ticks_total{result="ok"})"), "6");
}

TEST(Metrics, NameNobody) { EXPECT_THAT(metrics_text(some()), Not(HasSubstr("analyst"))); }

TEST(Metrics, HaveWellFormedNamesEachOnce) {
  std::set<std::string> names;
  for (const std::string& line : split(metrics_text(some()), '\n')) {
    if (!line.starts_with("# TYPE ")) continue;
    const std::vector<std::string> words = split(line, ' ');
    ASSERT_EQ(words.size(), 4u) << line;
    EXPECT_TRUE(prometheus::CheckMetricName(words[2])) << line;
    EXPECT_TRUE(names.insert(words[2]).second) << line;
    EXPECT_EQ(words[3] == "counter", words[2].ends_with("_total")) << line;
  }
  EXPECT_GT(names.size(), 30u);
}

}  // namespace
}  // namespace lakemirror::report
