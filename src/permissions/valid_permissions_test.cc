#include "permissions/valid_permissions.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace lakemirror::permissions {
namespace {

using testing::ElementsAre;

std::vector<std::string> words(ResourceKind kind) {
  std::vector<std::string> words;
  for (const ValidPermission& permission : valid_permissions(kind)) words.emplace_back(permission.word);
  return words;
}

TEST(ValidPermissions, EveryKindHasTheWordsThatAwsTakesForIt) {
  using enum ResourceKind;
  EXPECT_THAT(words(catalog),
              ElementsAre("ALL", "ALTER", "CREATE_CATALOG", "CREATE_DATABASE", "CREATE_LF_TAG",
                          "CREATE_LF_TAG_EXPRESSION", "DESCRIBE", "DROP", "SUPER_USER"));
  for (const auto kind : {database, databases_by_tags})
    EXPECT_THAT(words(kind), ElementsAre("ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"));
  for (const auto kind : {table, all_tables, tables_by_tags})
    EXPECT_THAT(words(kind), ElementsAre("ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"));
  for (const auto kind : {columns, columns_except}) EXPECT_THAT(words(kind), ElementsAre("SELECT"));
  EXPECT_THAT(words(cells_filter), ElementsAre("DESCRIBE", "DROP", "SELECT"));
  EXPECT_THAT(words(data_location), ElementsAre("DATA_LOCATION_ACCESS"));
  EXPECT_THAT(words(tag),
              ElementsAre("ALTER", "ASSOCIATE", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"));
}

TEST(ValidPermissions, AllGivesTheWordsOfItsKindAndNoOthers) {
  EXPECT_TRUE(all_implies(ResourceKind::table, "INSERT"));
  EXPECT_TRUE(all_implies(ResourceKind::table, "ALL"));
  EXPECT_FALSE(all_implies(ResourceKind::table, "CREATE_TABLE"));
  EXPECT_TRUE(all_implies(ResourceKind::database, "CREATE_TABLE"));
  EXPECT_TRUE(all_implies(ResourceKind::catalog, "CREATE_DATABASE"));
}

TEST(ValidPermissions, AllGivesNothingThatIsNotDocumentedForIt) {
  EXPECT_FALSE(all_implies(ResourceKind::catalog, "CREATE_LF_TAG"));
  EXPECT_FALSE(all_implies(ResourceKind::catalog, "SUPER_USER"));
  EXPECT_FALSE(all_implies(ResourceKind::tag, "ASSOCIATE"));
  EXPECT_FALSE(all_implies(ResourceKind::cells_filter, "SELECT"));
}

}  // namespace
}  // namespace lakemirror::permissions
