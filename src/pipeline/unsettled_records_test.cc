#include "pipeline/unsettled_records.h"

#include <gmock/gmock.h>

namespace lakemirror::pipeline {
namespace {

using model::Key;
using model::KeyKind;
using permissions::Resource;
using permissions::TagExpression;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr Milliseconds read_settle = Seconds(60);
const Time start = *parse_time("2026-11-22T10:00:00Z");

Time at(int seconds) { return start + Seconds(seconds); }

UnsettledRecords::Holder holder_on(Resource subject) {
  return {.principal = "arn:aws:iam::123456789012:role/reader", .subject = std::move(subject)};
}

UnsettledRecords::Holder holder_by_tags(std::vector<permissions::TagPair> pairs) {
  return holder_on(Resource::tables_by_tags(TagExpression(std::move(pairs))));
}

const auto orders = holder_on(Resource::table("sales", "orders"));
const auto items = holder_on(Resource::table("sales", "items"));

void add(GovernanceScopes& scopes, const UnsettledRecords::Holder& holder, std::string event_id,
         Time event_time) {
  auto& node = scopes.holders[holder];
  node.records.push_back({.event_id = std::move(event_id), .event_time = event_time, .request = {}});
  node.newest = std::max(node.newest, event_time);
}

/// What a pass knows of the holder whose due entries name only that event of it.
GovernanceScopes::HolderNode joined(UnsettledRecords& records, const UnsettledRecords::Holder& holder,
                                    std::string event_id, Time event_time) {
  GovernanceScopes scopes;
  add(scopes, holder, std::move(event_id), event_time);
  records.join(scopes);
  EXPECT_EQ(scopes.holders.size(), 1);
  return scopes.holders.at(holder);
}

std::vector<std::string> ids(const GovernanceScopes::HolderNode& node) {
  std::vector<std::string> all;
  for (const auto& record : node.records) all.push_back(record.event_id);
  return all;
}

TEST(UnsettledRecords, BringBackWhatEarlierPassesKnewOfTheHolder) {
  UnsettledRecords records(read_settle);
  joined(records, orders, "newer", at(5));
  joined(records, items, "other", at(7));
  const auto node = joined(records, orders, "late", at(3));
  EXPECT_THAT(ids(node), ElementsAre("late", "newer"));
  EXPECT_EQ(node.newest, at(5));
}

TEST(UnsettledRecords, BringNoHolderThatThePassDoesNotTouch) {
  UnsettledRecords records(read_settle);
  joined(records, orders, "known", at(0));
  GovernanceScopes scopes;
  scopes.subtrees[Key::database("sales")].event_time = at(1);
  records.join(scopes);
  EXPECT_THAT(scopes.holders, IsEmpty());
}

TEST(UnsettledRecords, JoiningTwiceInAPassAddsNothing) {
  UnsettledRecords records(read_settle);
  joined(records, orders, "first", at(0));
  GovernanceScopes scopes;
  add(scopes, orders, "second", at(1));
  records.join(scopes);
  records.join(scopes);
  EXPECT_THAT(ids(scopes.holders.at(orders)), UnorderedElementsAre("first", "second"));
}

TEST(UnsettledRecords, AnEventThatNamesTheHolderTwiceStaysTwoRecords) {
  UnsettledRecords records(read_settle);
  const auto batch = [&] {
    GovernanceScopes scopes;
    add(scopes, orders, "batch", at(0));
    add(scopes, orders, "batch", at(0));
    records.join(scopes);
    return ids(scopes.holders.at(orders));
  };
  EXPECT_THAT(batch(), ElementsAre("batch", "batch"));
  EXPECT_THAT(ids(joined(records, orders, "other", at(1))), UnorderedElementsAre("batch", "batch", "other"));
  EXPECT_THAT(batch(), UnorderedElementsAre("batch", "batch", "other"));
}

TEST(UnsettledRecords, ForgetWhatAListingHasSurelySeen) {
  UnsettledRecords records(read_settle);
  joined(records, orders, "older", at(0));
  joined(records, orders, "newer", at(1));
  records.listed(at(0) + read_settle - Milliseconds(1));
  EXPECT_THAT(ids(joined(records, orders, "a", at(50))), UnorderedElementsAre("older", "newer", "a"));
  records.listed(at(0) + read_settle);
  EXPECT_THAT(ids(joined(records, orders, "b", at(51))), UnorderedElementsAre("newer", "a", "b"));
}

TEST(UnsettledRecords, KeepNothingThatComesAfterAListingThatHasSeenIt) {
  UnsettledRecords records(read_settle);
  records.listed(at(60));
  const auto late = joined(records, orders, "late", at(0));
  EXPECT_THAT(ids(late), ElementsAre("late"));
  EXPECT_EQ(late.newest, at(0));
  EXPECT_THAT(ids(joined(records, orders, "fresh", at(61))), ElementsAre("fresh"));
}

TEST(UnsettledRecords, NothingUnnamedIsKnownAtFirst) {
  EXPECT_EQ(UnsettledRecords(read_settle).newest_unnamed(orders), Time::min());
}

TEST(UnsettledRecords, TheNewestUnnamedEventOfASubtreeIsThatOfAllBelowIt) {
  UnsettledRecords records(read_settle);
  const auto touch = [&](const Key& key, Time event_time) {
    GovernanceScopes scopes;
    scopes.subtrees[key].event_time = event_time;
    records.join(scopes);
  };
  const auto column = holder_on(Resource::columns("sales", "orders", {"id"}).subject());
  const auto database = holder_on(Resource::database("sales"));
  const auto elsewhere = holder_on(Resource::table("stock", "orders"));
  touch(Key::database("sales"), at(2));
  touch(Key::table("sales", "orders"), at(5));
  touch(Key::table("sales", "orders"), at(4));
  EXPECT_EQ(records.newest_unnamed(orders), at(5));
  EXPECT_EQ(records.newest_unnamed(column), at(5));
  EXPECT_EQ(records.newest_unnamed(items), at(2));
  EXPECT_EQ(records.newest_unnamed(database), at(2));
  EXPECT_EQ(records.newest_unnamed(elsewhere), Time::min());
  touch(Key::database("sales"), at(6));
  EXPECT_EQ(records.newest_unnamed(orders), at(6));
}

TEST(UnsettledRecords, TheNewestUnnamedEventOfATagIsThatOfItsPolicies) {
  UnsettledRecords records(read_settle);
  GovernanceScopes scopes;
  scopes.policies[Key::tag("team")].event_time = at(3);
  scopes.policies[Key::tag("tier")].event_time = at(5);
  records.join(scopes);
  EXPECT_EQ(records.newest_unnamed(holder_by_tags({{"team", {"a"}}})), at(3));
  EXPECT_EQ(records.newest_unnamed(holder_by_tags({{"Team", {"a"}}, {"tier", {"gold"}}})), at(5));
  EXPECT_EQ(records.newest_unnamed(holder_by_tags({{"domain", {"a"}}})), Time::min());
  EXPECT_EQ(records.newest_unnamed(orders), Time::min());
}

TEST(UnsettledRecords, AnEventThatNamesNothingIsThatOfEveryHolder) {
  UnsettledRecords records(read_settle);
  GovernanceScopes scopes;
  scopes.subtrees[Key::table("sales", "orders")].event_time = at(5);
  scopes.all[KeyKind::grants].event_time = at(3);
  scopes.all[KeyKind::filter].event_time = at(9);
  records.join(scopes);
  EXPECT_EQ(records.newest_unnamed(holder_on(Resource())), at(3));
  EXPECT_EQ(records.newest_unnamed(holder_on(Resource::data_location("arn:aws:s3:::lake"))), at(3));
  EXPECT_EQ(records.newest_unnamed(items), at(3));
  EXPECT_EQ(records.newest_unnamed(orders), at(5));
}

TEST(UnsettledRecords, ForgetUnnamedEventsThatAListingHasSurelySeen) {
  UnsettledRecords records(read_settle);
  const auto policy = holder_by_tags({{"team", {"a"}}});
  GovernanceScopes scopes;
  scopes.subtrees[Key::database("sales")].event_time = at(0);
  scopes.policies[Key::tag("team")].event_time = at(1);
  records.join(scopes);
  records.listed(at(0) + read_settle);
  EXPECT_EQ(records.newest_unnamed(orders), Time::min());
  EXPECT_EQ(records.newest_unnamed(policy), at(1));
  records.listed(at(1) + read_settle);
  EXPECT_EQ(records.newest_unnamed(policy), Time::min());
}

}  // namespace
}  // namespace lakemirror::pipeline
