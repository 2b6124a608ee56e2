#include "pipeline/settings_book.h"

#include <gtest/gtest.h>

#include "journal/memory_journal.h"
#include "pipeline/settings_lists.h"

namespace lakemirror::pipeline {
namespace {

using Worth = SettingsBook::Worth;

json::object settings(const std::vector<std::string>& admins) {
  return {{"DataLakeAdmins", list_of(admins)}, {"ReadOnlyAdmins", json::array()}};
}

constexpr Seconds settle_time(60);
const Time written = Time(std::chrono::hours(1));
const Time soon = written + Seconds(5);

class SettingsBookTest : public testing::Test {
 protected:
  void SetUp() override { book.wrote(settings({"a", "us"}), written); }

  journal::MemoryJournal journal;
  SettingsBook book{journal, settle_time};
};

TEST_F(SettingsBookTest, AReadThatLacksWhomWeLeftThereMayBeFromBefore) {
  EXPECT_EQ(book.worth_of(settings({"a", "us"}), soon), Worth::current);
  EXPECT_EQ(book.worth_of(settings({"us"}), soon), Worth::outdated);
  EXPECT_EQ(book.worth_of(settings({"new", "us"}), soon), Worth::outdated);
  EXPECT_EQ(book.worth_of(settings({"us"}), written + settle_time), Worth::current);
}

TEST_F(SettingsBookTest, WhoIsThereBesideThemCameSince) {
  EXPECT_EQ(book.worth_of(settings({"a", "new", "us"}), soon), Worth::changed);
}

TEST_F(SettingsBookTest, UnlessHeWentJustThen) {
  const auto gone = administrator_name("DataLakeAdmins", "gone");
  ASSERT_TRUE(book.went({gone}, written));
  EXPECT_EQ(book.worth_of(settings({"a", "gone", "us"}), soon), Worth::outdated);
}

TEST_F(SettingsBookTest, OtherMembersThanAdministratorsMayBeFromBefore) {
  auto held = settings({"a", "us"});
  held["Parameters"] = json::object{{"CROSS_ACCOUNT_VERSION", "4"}};
  EXPECT_EQ(book.worth_of(held, soon), Worth::outdated);
}

TEST_F(SettingsBookTest, ForgetsWhoWentOnceNoReadCanShowHimAlsoInAnotherProcess) {
  const auto gone = administrator_name("DataLakeAdmins", "gone");
  ASSERT_TRUE(journal.remember_keys(std::vector{gone}));
  ASSERT_TRUE(book.went({gone}, written));
  SettingsBook later(journal, settle_time);
  ASSERT_TRUE(later.load());
  ASSERT_TRUE(later.forget_gone(soon));
  EXPECT_TRUE(journal.knows_keys(std::vector{gone})->front());
  EXPECT_FALSE(later.is_forgotten(gone, soon));
  EXPECT_TRUE(later.is_forgotten(gone, written + settle_time));
  ASSERT_TRUE(later.forget_gone(written + settle_time));
  EXPECT_FALSE(journal.knows_keys(std::vector{gone})->front());
}

TEST_F(SettingsBookTest, WhoCameBackAtTheSourceIsNotForgotten) {
  const auto gone = administrator_name("DataLakeAdmins", "gone");
  ASSERT_TRUE(journal.remember_keys(std::vector{gone}));
  ASSERT_TRUE(book.went({gone}, written));
  ASSERT_TRUE(book.came_back({gone}));
  ASSERT_TRUE(book.forget_gone(written + settle_time));
  EXPECT_TRUE(journal.knows_keys(std::vector{gone})->front());
}

}  // namespace
}  // namespace lakemirror::pipeline
