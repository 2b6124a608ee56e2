#include "model/key.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lakemirror::model {
namespace {

TEST(Key, NamesAreFoldedAndValuesAreNot) {
  EXPECT_EQ(Key::table("Sales", "ÄPFEL").text(), "database/sales/table/%C3%A4pfel");
  EXPECT_EQ(Key::partition("s", "t", {"A", "b,c/d"}).text(), "database/s/table/t/partition/A,b%2Cc%2Fd");
}

TEST(Key, TextThatIsNoKeyIsRefused) {
  for (const auto* text : {"", "database", "database/", "table/x", "database/a/table", "database/a/view/b",
                           "database/a/table/b/partition"}) {
    EXPECT_FALSE(Key::parse(text).has_value()) << text;
  }
}

TEST(Key, WhatLakeFormationKeepsHasKeysToo) {
  const auto table = Key::table("Sales", "Orders");
  const std::vector<std::pair<Key, std::string>> texts = {
      {Key::filter("Sales", "Orders", "Only EU"), "database/sales/table/orders/filter/Only%20EU"},
      {Key::assignment(table), "database/sales/table/orders/tags"},
      {Key::assignment(Key::database("sales")), "database/sales/tags"},
      {Key::settings(), "settings"},
      {Key::location("arn:aws:s3:::b/p"), "location/arn%3Aaws%3As3%3A%3A%3Ab%2Fp"},
      {Key::tag("Team"), "tag/team"},
      {Key::expression("Mine"), "expression/Mine"},
      {Key::grants("arn:aws:iam::1:role/r", "database/sales"),
       "grants/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr/database%2Fsales"}};
  for (const auto& [key, text] : texts) {
    EXPECT_EQ(key.text(), text);
    EXPECT_EQ(Key::parse(text).value(), key);
    EXPECT_TRUE(is_governance(key.kind())) << text;
  }
  EXPECT_EQ(texts[0].first.parent(), table);
  EXPECT_EQ(texts[1].first.parent(), table);
  EXPECT_EQ(texts[2].first.parent(), Key::database("sales"));
  EXPECT_EQ(texts[0].first.name(), "Only EU");
  EXPECT_EQ(texts[0].first.table_name(), "orders");
  EXPECT_EQ(texts[2].first.table_name(), "");
  EXPECT_EQ(texts[4].first.name(), "arn:aws:s3:::b/p");
  EXPECT_EQ(texts[7].first.name(), "arn:aws:iam::1:role/r");
  EXPECT_EQ(texts[7].first.database_name(), "");
}

TEST(Key, ContainsItselfAndWhatLiesBelow) {
  EXPECT_TRUE(Key().contains(Key::database("a")));
  EXPECT_TRUE(Key::database("a").contains(Key::partition("a", "t", {"1"})));
  EXPECT_FALSE(Key::database("a").contains(Key::database("ab")));
  EXPECT_FALSE(Key::table("a", "t").contains(Key::table("a", "t2")));
}

RC_GTEST_PROP(Key, ParsingItsTextGivesItBack,
              (const std::string& database, const std::string& table,
               const std::vector<std::string>& values)) {
  RC_PRE(!database.empty() && !table.empty() && !values.empty());
  const auto key = Key::partition(database, table, values);
  RC_ASSERT(*Key::parse(key.text()) == key);
  RC_ASSERT(key.partition_values() == values);
  RC_ASSERT(key.parent() == Key::table(database, table));
}

RC_GTEST_PROP(Key, ASubtreeIsOneRunInTheOrder, (const std::string& a, const std::string& b)) {
  RC_PRE(!a.empty() && !b.empty());
  const auto parent = Key::database(a), child = Key::table(a, "t"), other = Key::database(b);
  RC_ASSERT(parent < child);
  RC_ASSERT(other == parent || other < parent || child < other);
}

TEST(Key, TheFirstDifferenceDecidesTheOrder) {
  for (std::size_t at = 0; at < 24; ++at) {
    std::string less(24, 'm'), more(24, 'a');
    std::fill_n(more.begin(), at, 'm');
    more[at] = 'n';
    EXPECT_LT(Key::database(less), Key::database(more)) << at;
  }
}

}  // namespace
}  // namespace lakemirror::model
