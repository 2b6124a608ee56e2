#include "pipeline/fresh_keys.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

using model::Key;

const std::string principal = "arn:aws:iam::123456789012:role/analyst";

FreshKeys fresh(std::initializer_list<Key> keys) {
  FreshKeys made;
  for (const auto& key : keys) made.add(key);
  return made;
}

TEST(FreshKeys, ConcernWhatIsNamedAndWhatLiesBelow) {
  const auto keys = fresh({Key::table("sales", "orders")});
  EXPECT_TRUE(keys.concern({Key::table("sales", "orders").text()}));
  EXPECT_TRUE(keys.concern({Key::database("hr").text(), Key::partition("sales", "orders", {"1"}).text()}));
  EXPECT_TRUE(keys.concern({Key::filter("sales", "orders", "f").text()}));
  EXPECT_TRUE(fresh({Key::database("sales")}).concern({Key::table("sales", "orders").text()}));
}

TEST(FreshKeys, ConcernNeitherWhatLiesAboveNorBeside) {
  const auto keys = fresh({Key::table("sales", "orders")});
  EXPECT_FALSE(keys.concern({Key::database("sales").text()}));
  EXPECT_FALSE(keys.concern({Key::table("sales", "orders_2").text()}));
  EXPECT_FALSE(keys.concern({Key::settings().text(), "and 7 more"}));
  EXPECT_FALSE(keys.concern({}));
  EXPECT_FALSE(FreshKeys().concern({Key::table("sales", "orders").text()}));
}

TEST(FreshKeys, ConcernGrantsByPrincipalAndSubjectAndByWhatTheyAreOn) {
  const auto grants = Key::grants(principal, Key::table("sales", "orders").text());
  EXPECT_TRUE(fresh({grants}).concern({grants.text()}));
  EXPECT_TRUE(fresh({Key::table("sales", "orders")}).concern({grants.text()}));
  EXPECT_TRUE(fresh({Key::database("sales")}).concern({grants.text()}));
  EXPECT_FALSE(fresh({Key::table("sales", "items")}).concern({grants.text()}));
  EXPECT_FALSE(fresh({grants}).concern({Key::grants("another", "database/sales/table/orders").text()}));
  EXPECT_FALSE(fresh({Key::database("sales")}).concern({Key::grants(principal, "catalog").text()}));
}

}  // namespace
}  // namespace lakemirror::pipeline
