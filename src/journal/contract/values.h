#pragma once

#include "journal/contract/fixture.h"

namespace lakemirror::journal {

using Keys = std::vector<std::string>;

TEST_P(JournalContract, AValueIsAbsentUntilSetAndThenTheLatestText) {
  EXPECT_EQ(journal.value("cursor").value(), std::nullopt);
  ASSERT_TRUE(journal.set_value("cursor", "one"));
  ASSERT_TRUE(journal.set_value("other", ""));
  ASSERT_TRUE(journal.set_value("cursor", "two"));
  EXPECT_EQ(journal.value("cursor").value(), "two");
  EXPECT_EQ(journal.value("other").value(), "");
}

TEST_P(JournalContract, AValueIsReplacedOnlyWhereItIsStillWhatItWas) {
  EXPECT_FALSE(journal.replace_value("cursor", "", "one").value());
  EXPECT_TRUE(journal.replace_value("cursor", std::nullopt, "one").value());
  EXPECT_FALSE(journal.replace_value("cursor", std::nullopt, "two").value());
  EXPECT_FALSE(journal.replace_value("cursor", "two", "three").value());
  EXPECT_EQ(journal.value("cursor").value(), "one");
  const std::string large = std::string(100'000, 'x') + '\xff';
  EXPECT_TRUE(journal.replace_value("cursor", "one", large).value());
  EXPECT_FALSE(journal.replace_value("cursor", "one", "two").value());
  EXPECT_FALSE(journal.replace_value("cursor", large + 'x', "two").value());
  EXPECT_EQ(journal.value("cursor").value(), large);
  EXPECT_TRUE(journal.replace_value("cursor", large, "").value());
  EXPECT_FALSE(journal.replace_value("cursor", std::nullopt, "two").value());
  EXPECT_TRUE(journal.replace_value("cursor", "", "two").value());
  EXPECT_EQ(journal.value("cursor").value(), "two");
}

TEST_P(JournalContract, RememberedKeysAreKnown) {
  ASSERT_TRUE(journal.remember_keys(Keys{"database/a", "database/a/table/t"}));
  ASSERT_TRUE(journal.remember_keys(Keys{"database/a"}));
  EXPECT_THAT(
      journal.knows_keys(Keys{"database/b", "database/a/table/t", "database/a", "database/a/table"}).value(),
      ElementsAre(false, true, true, false));
}

TEST_P(JournalContract, ForgettingAKeyForgetsWhatLiesBelowIt) {
  const Keys all = {"database/a",          "database/a/table/t", "database/a/table/t/partition/1",
                    "database/a/table/t2", "database/a-b",       "database/a-b/table/t",
                    "database/ab"};
  ASSERT_TRUE(journal.remember_keys(all));
  ASSERT_TRUE(journal.forget_keys(Keys{"database/a/table/t", "database/never"}));
  EXPECT_THAT(journal.knows_keys(all).value(), ElementsAre(true, false, false, true, true, true, true));
  ASSERT_TRUE(journal.forget_keys(Keys{"database/a"}));
  EXPECT_THAT(journal.knows_keys(all).value(), ElementsAre(false, false, false, false, true, true, true));
  ASSERT_TRUE(journal.forget_keys(Keys{"catalog"}));
  EXPECT_EQ(journal.count_known(KeyKind::database, "").value(), 0U);
}

TEST_P(JournalContract, KnownKeysAreCountedByKindAndPrefix) {
  ASSERT_TRUE(
      journal.remember_keys(Keys{"catalog", "database/a", "database/a/table/t", "database/a/table/u",
                                 "database/b/table/t", "database/a/table/t/partition/1,2",
                                 "database/a/table/t/partition/1,3", "database/a/table/u/partition/1"}));
  EXPECT_EQ(journal.count_known(KeyKind::catalog, "").value(), 1U);
  EXPECT_EQ(journal.count_known(KeyKind::database, "").value(), 1U);
  EXPECT_EQ(journal.count_known(KeyKind::table, "").value(), 3U);
  EXPECT_EQ(journal.count_known(KeyKind::table, "database/a/").value(), 2U);
  EXPECT_EQ(journal.count_known(KeyKind::partition, "database/a/table/t/").value(), 2U);
  EXPECT_EQ(journal.count_known(KeyKind::partition, "database/c/").value(), 0U);
}

}  // namespace lakemirror::journal
