#include <fmt/format.h>

#include "dynamodb/lease_fixture.h"

// What an event costs in writes, by DynamoDB's own rules. docs/cost.md has these numbers.

namespace lakemirror::journal::dynamodb {

namespace {

constexpr int pages = 20, events_of_a_page = 50, event_count = pages * events_of_a_page;

struct Measured {
  testing::FakeDynamoDb::Cost of_entries, all;
};

std::vector<model::Event> page_of(int page, std::size_t record_bytes) {
  std::vector<model::Event> events;
  for (int i = 0; i < events_of_a_page; ++i) {
    const int number = page * events_of_a_page + i;
    events.push_back({.event_id = fmt::format("8c691b24-8712-4a40-aacf-{:012}", number),
                      .event_time = Time(Seconds(1'790'000'000 + number)),
                      .event_name = "CreateTable",
                      .event_source = "glue.amazonaws.com",
                      .username = "etl-session-of-a-job",
                      .record = std::string(record_bytes, 'r'),
                      .feed = "lookup"});
  }
  return events;
}

/// Events come page by page, are read again each minute for an hour, and are settled once each.
Measured measure(std::size_t record_bytes) {
  VirtualClock time{Time(Seconds(1'790'010'000))};
  Random random{1};
  const auto table = std::make_shared<testing::FakeDynamoDb>(time);
  Replica replica(table, time, random, "one");
  EXPECT_TRUE(replica.lease.acquire().value());
  table->reset_cost();
  for (int page = 0; page < pages; ++page) {
    const auto events = page_of(page, record_bytes);
    EXPECT_TRUE(replica.journal.append(events, time.now()));
    std::vector<model::Outcome> outcomes;
    for (const auto& event : events) {
      outcomes.push_back({.event_id = event.event_id,
                          .kind = model::OutcomeKind::replicated,
                          .keys = {"database/sales/table/orders_" + event.event_id}});
    }
    EXPECT_TRUE(replica.lease.announce({outcomes[0].keys[0]}));
    EXPECT_TRUE(replica.lease.ended());
    EXPECT_TRUE(replica.journal.settle(outcomes, time.now()));
    time.advance(Seconds(1));
  }
  const auto once = table->cost();
  for (int minute = 0; minute < 60; ++minute) {
    for (int page = 0; page < pages; ++page)
      EXPECT_TRUE(replica.journal.append(page_of(page, record_bytes), time.now()));
  }
  EXPECT_EQ(table->cost().table_writes, once.table_writes) << "an event seen before costs no write";
  // Nor in a process that has read nothing yet.
  Replica other(table, time, random, "other");
  EXPECT_TRUE(other.journal.append(page_of(0, record_bytes), time.now()));
  EXPECT_EQ(table->cost().table_writes, once.table_writes);
  return {.of_entries = table->cost_of_entries(), .all = table->cost()};
}

void expect_cheap(std::size_t record_bytes, std::uint64_t units_of_a_write) {
  const auto measured = measure(record_bytes);
  EXPECT_EQ(measured.of_entries.table_writes, 2U * event_count);
  EXPECT_EQ(measured.of_entries.index_writes, 2U * event_count);
  EXPECT_EQ(measured.of_entries.table_units, 2U * units_of_a_write * event_count);
  EXPECT_EQ(measured.of_entries.index_units, 2U * event_count);
  const auto units = [](std::uint64_t all) { return static_cast<double>(all) / event_count; };
  fmt::print(
      "record of {} bytes: {:.2f} units of the table and {:.2f} of the index an event, {:.2f} beside the "
      "entries; "
      "one conditional write an event and minute for an hour: {}\n",
      record_bytes, units(measured.of_entries.table_units), units(measured.of_entries.index_units),
      units(measured.all.table_units - measured.of_entries.table_units), 60 * units_of_a_write);
  EXPECT_LT(units(measured.all.table_units - measured.of_entries.table_units), 0.5);
}

}  // namespace

TEST(Cost, ARecordOfOneKilobyte) { expect_cheap(1024, 2); }
TEST(Cost, ARecordOfFourKilobytes) { expect_cheap(4096, 5); }

}  // namespace lakemirror::journal::dynamodb
