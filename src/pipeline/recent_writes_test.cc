#include "pipeline/recent_writes.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

using model::Change;
using model::Key;
using model::ObjectState;
using model::Presence;

const Key table = Key::table("a", "b");

class RecentWritesTest : public testing::Test {
 protected:
  void write(const Key& key, std::uint64_t fingerprint) {
    recent.wrote({.key = key, .body = {{"Name", "b"}}, .fingerprint = fingerprint});
  }
  ObjectState read(const Key& key, ObjectState state) {
    recent.correct(key, state, clock.now());
    return state;
  }
  static ObjectState present(std::uint64_t fingerprint) {
    return {.presence = Presence::present, .fingerprint = fingerprint};
  }

  VirtualClock clock{Time(std::chrono::hours(1))};
  RecentWrites recent{clock, Seconds(60)};
};

TEST_F(RecentWritesTest, AStaleReadIsCorrectedUntilItCannotBeStaleAnyMore) {
  write(table, 7);
  EXPECT_EQ(read(table, ObjectState::absent()).fingerprint, 7u);
  EXPECT_EQ(read(table, present(3)).fingerprint, 7u);
  clock.advance(Seconds(60));
  EXPECT_TRUE(read(table, ObjectState::absent()).is_absent());
}

TEST_F(RecentWritesTest, ARemovalTakesAlongWhatLayBelow) {
  const auto partition = Key::partition("a", "b", {"1"});
  write(partition, 1);
  recent.removed(table);
  EXPECT_TRUE(read(partition, present(1)).is_absent());
  write(table, 2);
  EXPECT_TRUE(read(partition, present(1)).is_absent()) << "the old table's partition, made anew by nobody";
  write(partition, 5);
  EXPECT_EQ(read(partition, present(1)).fingerprint, 5u);
}

TEST_F(RecentWritesTest, AKeyOfWhichAPartWasWrittenStaysAsReadAndUnsure) {
  const auto assignment = Key::assignment(table);
  recent.wrote_unsurely(assignment);
  EXPECT_EQ(read(assignment, present(3)).fingerprint, 3u);
  EXPECT_EQ(recent.unsure_until(assignment), clock.now() + Seconds(60));
  EXPECT_EQ(recent.unsure_until(table), Time());
  EXPECT_EQ(recent.written(model::KeyKind::assignment, clock.now()), std::vector{assignment});
  write(assignment, 7);
  EXPECT_EQ(recent.unsure_until(assignment), Time()) << "all of it was written since";
  EXPECT_EQ(read(assignment, present(3)).fingerprint, 7u);
}

TEST_F(RecentWritesTest, AListingGainsWhatWasWrittenAndLosesWhatWasRemoved) {
  write(Key::table("a", "new"), 1);
  recent.removed(Key::table("a", "old"));
  std::map<Key, ObjectState> listing{{Key::table("a", "old"), present(9)},
                                     {Key::table("a", "other"), present(4)}};
  recent.correct_listing(Key::database("a"), listing, clock.now());
  EXPECT_TRUE(listing.contains(Key::table("a", "new")));
  EXPECT_FALSE(listing.contains(Key::table("a", "old")));
  EXPECT_TRUE(listing.contains(Key::table("a", "other")));
}

TEST_F(RecentWritesTest, AListingOfTheCatalogGainsNoTagsOrFilters) {
  write(Key::assignment(Key::database("a")), 1);
  write(Key::assignment(table), 2);
  write(Key::filter("a", "b", "f"), 3);
  std::map<Key, ObjectState> tables{{table, present(4)}};
  recent.correct_listing(Key::database("a"), tables, clock.now());
  EXPECT_EQ(tables.size(), 1u);
  EXPECT_TRUE(recent.below(table, clock.now()).writes.empty());
}

TEST_F(RecentWritesTest, AnUnknownStateStaysUnknown) {
  write(table, 7);
  EXPECT_EQ(read(table, ObjectState::unknown({.kind = ErrorKind::denied})).presence, Presence::unknown);
}

TEST_F(RecentWritesTest, WhatItCannotHoldMakesLaterReadsUnsure) {
  for (std::size_t i = 0; i <= RecentWrites::max_writes; ++i)
    write(Key::partition("a", "b", {std::to_string(i)}), i);
  EXPECT_EQ(recent.unsure_until(), clock.now() + Seconds(60));
}

}  // namespace
}  // namespace lakemirror::pipeline
