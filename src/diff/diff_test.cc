#include "diff/diff.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

namespace lakemirror::diff {
namespace {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::ObjectState;
using model::Presence;
using model::Snapshot;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Key orders = Key::table("sales", "orders");

mapping::Mapping mapping_of(std::vector<std::pair<std::string, std::string>> buckets) {
  mapping::MappingSettings settings;
  settings.locations = *mapping::LocationMapping::create(std::move(buckets));
  return mapping::Mapping(std::move(settings));
}

ObjectState present(json::object body) {
  ObjectState state{.presence = Presence::present, .fingerprint = model::fingerprint_of(body)};
  state.body = std::move(body);
  return state;
}

json::object table(std::string_view location) {
  return {{"Name", "orders"}, {"StorageDescriptor", {{"Location", location}}}};
}

Difference compare(ObjectState source, ObjectState target, const mapping::Mapping& mapping = {},
                   bool park_unmapped = false) {
  return diff({.states = {{orders, std::move(source)}}}, {.states = {{orders, std::move(target)}}},
              {.mapping = mapping, .park_unmapped = park_unmapped});
}

TEST(Diff, WhatTheTargetLacksIsCreatedWithTheMappedBody) {
  const auto found = compare(present(table("s3://a/x")), ObjectState::absent(), mapping_of({{"a", "b"}}));
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_EQ(found.changes[0].kind, ChangeKind::create);
  EXPECT_EQ(json::serialize(found.changes[0].body.at("StorageDescriptor").at("Location")), "\"s3://b/x\"");
}

TEST(Diff, EqualAfterMappingNeedsNothing) {
  EXPECT_THAT(
      compare(present(table("s3://a/x")), present(table("s3://b/x")), mapping_of({{"a", "b"}})).changes,
      IsEmpty());
}

TEST(Diff, OrderOfMembersAndSpellingOfNumbersAreNoDifference) {
  EXPECT_THAT(compare(present({{"Name", "orders"}, {"Retention", 0}}),
                      present({{"Retention", 0.0}, {"Name", "orders"}}))
                  .changes,
              IsEmpty());
}

TEST(Diff, AChangedMemberIsNamedInTheReason) {
  const auto found = compare(present(table("s3://a/x")), present(table("s3://a/y")));
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_EQ(found.changes[0].kind, ChangeKind::update);
  EXPECT_THAT(found.changes[0].reason, HasSubstr("StorageDescriptor"));
}

TEST(Diff, UnknownOnEitherSideIsNeverAChange) {
  const Error denied{.kind = ErrorKind::denied, .message = "no"};
  for (const auto& [source, target] : {std::pair(ObjectState::unknown(denied), present(table("s3://a/x"))),
                                       std::pair(present(table("s3://a/x")), ObjectState::unknown(denied)),
                                       std::pair(ObjectState::absent(), ObjectState::unknown(denied)),
                                       std::pair(ObjectState::unknown(denied), ObjectState::absent())}) {
    const auto found = compare(source, target);
    EXPECT_THAT(found.changes, IsEmpty());
    EXPECT_EQ(found.undecided.at(orders).kind, ErrorKind::denied);
  }
}

TEST(Diff, KeyThatWasNotReadAtTheTargetIsUndecided) {
  const mapping::Mapping mapping;
  const auto found = diff({.states = {{orders, ObjectState::absent()}}}, {}, {.mapping = mapping});
  EXPECT_THAT(found.undecided, SizeIs(1));
}

TEST(Diff, WhatTheSourceLacksIsRemoved) {
  const auto found = compare(ObjectState::absent(), present(table("s3://a/x")));
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_EQ(found.changes[0].kind, ChangeKind::remove);
}

TEST(Diff, ALinkThatPointsElsewhereIsReplacedBecauseAnUpdateWouldReachItsTarget) {
  auto link = present({{"Name", "orders"}, {"TargetTable", {{"Name", "x"}}}});
  link.is_link = true;
  EXPECT_EQ(compare(std::move(link), present(table("s3://a/x"))).changes.at(0).kind, ChangeKind::replace);
}

TEST(Diff, UnmappedLocationParksTheObjectWhereToldTo) {
  const auto found =
      compare(present(table("s3://other/x")), ObjectState::absent(), mapping_of({{"a", "b"}}), true);
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_THAT(found.undecided.at(orders).text(), HasSubstr("s3://other/x"));
}

TEST(Order, ParentsComeFirstAndRemovalsLastChildrenFirst) {
  const auto change = [](ChangeKind kind, Key key) { return Change{.kind = kind, .key = std::move(key)}; };
  const auto partition = Key::partition("sales", "orders", {"1"});
  const auto plan = order(
      {change(ChangeKind::remove, Key::database("old")), change(ChangeKind::remove, Key::table("old", "t")),
       change(ChangeKind::remove, partition), change(ChangeKind::create, partition),
       change(ChangeKind::create, orders), change(ChangeKind::update, Key::database("sales"))});
  std::vector<std::string> told;
  for (const auto& one : plan.changes)
    told.push_back(std::string(to_string(one.kind)) + " " + one.key.text());
  EXPECT_THAT(told, testing::ElementsAre("update database/sales", "create database/sales/table/orders",
                                         "create database/sales/table/orders/partition/1",
                                         "remove database/sales/table/orders/partition/1",
                                         "remove database/old/table/t", "remove database/old"));
}

RC_GTEST_PROP(Order, AnyShuffleOfTheSameChangesGivesTheSamePlan, (std::uint64_t seed)) {
  std::vector<Change> changes;
  for (const auto* name : {"a", "b", "c"}) {
    changes.push_back({.kind = ChangeKind::create, .key = Key::database(name)});
    changes.push_back({.kind = ChangeKind::remove, .key = Key::table(name, "t")});
  }
  auto shuffled = changes;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(seed));
  const auto one = order(changes), other = order(shuffled);
  for (std::size_t i = 0; i < changes.size(); ++i) RC_ASSERT(one.changes[i].key == other.changes[i].key);
}

}  // namespace
}  // namespace lakemirror::diff
