#include "permissions/atom_set.h"

#include <gtest/gtest.h>

#include "permissions/over_permission.h"
#include "permissions/test_rows.h"

namespace lakemirror::permissions {
namespace {

using Rows = std::vector<json::value>;

std::vector<std::string> said(const std::vector<Atom>& atoms) {
  std::vector<std::string> lines;
  for (const Atom& atom : atoms) lines.push_back(explain(atom));
  return lines;
}

/// What was granted, and the rows that Lake Formation has been seen to list for it.
struct Seen {
  std::string what;
  Rows granted;
  Rows listed;
};

const std::string all_tables = R"("Table":{"DatabaseName":"d","TableWildcard":{}})";
const std::string listed_all_tables =
    R"("Table":{"DatabaseName":"d","Name":"ALL_TABLES","TableWildcard":{}})";
const std::string listed_all_columns_of_all_tables =
    R"("TableWithColumns":{"DatabaseName":"d","Name":"ALL_TABLES","ColumnWildcard":{}})";
const std::string all_seven = "ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT,SELECT";
const std::string all_six = "ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT";

const std::vector<Seen> seen{
    {"some permissions on a database, one with grant option",
     {row(database_d, "ALTER,CREATE_TABLE,DROP", "CREATE_TABLE")},
     {row(database_d, "DROP,ALTER,CREATE_TABLE", "CREATE_TABLE")}},
    {"ALL on a database", {row(database_d, "ALL")}, {row(database_d, "ALL")}},
    {"ALL on a database, listed with its parts",
     {row(database_d, "ALL")},
     {row(database_d, "ALL,ALTER,CREATE_TABLE,DESCRIBE,DROP")}},
    {"ALL on a table, without a row for SELECT", {row(table_t, "ALL")}, {row(table_t, "ALL")}},
    {"ALL on a table, listed with its parts",
     {row(table_t, "ALL")},
     {row(table_t, all_six), row(all_columns_of_t, "SELECT")}},
    {"ALL on a table, with a row of columns only",
     {row(table_t, "ALL")},
     {row(table_t, "ALL"), row(all_columns_of_t, "SELECT")}},
    {"permissions on a table",
     {row(table_t, "ALTER,DELETE,DESCRIBE")},
     {row(table_t, "ALTER,DELETE,DESCRIBE")}},
    {"SELECT on a table", {row(table_t, "SELECT")}, {row(all_columns_of_t, "SELECT")}},
    {"all seven on a table with grant option",
     {row(table_t, all_seven, "SELECT,DROP")},
     {row(table_t, all_six, "DROP"), row(all_columns_of_t, "SELECT", "SELECT")}},
    {"all seven on all columns",
     {row(all_columns_of_t, all_seven)},
     {row(table_t, all_six), row(all_columns_of_t, "SELECT")}},
    {"all tables without SELECT", {row(all_tables, "DROP")}, {row(listed_all_tables, "DROP")}},
    {"all tables with SELECT",
     {row(all_tables, "DROP,SELECT")},
     {row(listed_all_tables, "DROP"), row(listed_all_columns_of_all_tables, "SELECT")}},
    {"columns in another order",
     {row(columns_of_t(R"("A","b")"), "SELECT")},
     {row(columns_of_t(R"("b","a")"), "SELECT")}},
    {"columns left out",
     {row(columns_of_t_but(R"("A","b")"), "SELECT")},
     {row(columns_of_t_but(R"("b","a")"), "SELECT")}},
    {"SELECT by tags is not split off",
     {row(R"("LFTagPolicy":{"ResourceType":"TABLE","Expression":[{"TagKey":"k","TagValues":["a","b"]}]})",
          "SELECT,DROP")},
     {row(
         R"("LFTagPolicy":{"CatalogId":"111122223333","ResourceType":"TABLE","Expression":[{"TagKey":"k","TagValues":["b","a"]}]})",
         "DROP,SELECT")}},
    {"a grant option alone", {row(database_d, "", "DROP")}, {row(database_d, "DROP", "DROP")}},
};

TEST(AtomSet, WhatIsListedIsWhatWasGranted) {
  for (const Seen& one : seen) {
    EXPECT_EQ(atoms_of(one.granted), atoms_of(one.listed)) << one.what;
    EXPECT_EQ(said(difference(atoms_of(one.granted), atoms_of(one.listed))), std::vector<std::string>())
        << one.what;
  }
}

TEST(AtomSet, AllIsMoreThanItsParts) {
  const AtomSet parts = atoms_of({row(database_d, "ALTER,CREATE_TABLE,DESCRIBE,DROP")});
  const AtomSet all = atoms_of({row(database_d, "ALL")});
  EXPECT_EQ(said(difference(all, parts)), std::vector<std::string>{"p may ALL database d"});
  EXPECT_TRUE(difference(parts, all).empty());
}

TEST(AtomSet, AllWithGrantOptionGivesItForEveryPart) {
  EXPECT_EQ(atoms_of({row(database_d, "ALL", "ALL")}).atoms().size(), 10u);
  EXPECT_NE(atoms_of({row(database_d, "ALL", "ALL")}), atoms_of({row(database_d, "ALL", "DROP")}));
}

TEST(AtomSet, ListsOfColumnsMayBeSplit) {
  const AtomSet together = atoms_of({row(columns_of_t(R"("a","b")"), "SELECT")});
  const AtomSet apart =
      atoms_of({row(columns_of_t(R"("a")"), "SELECT"), row(columns_of_t(R"("b")"), "SELECT")});
  EXPECT_EQ(together, apart);
  EXPECT_EQ(apart.grants().size(), 2u);
  EXPECT_TRUE(apart.contains({"p", Resource::columns("d", "t", {"a", "b"}), "SELECT"}));
  EXPECT_NE(together, atoms_of({row(columns_of_t(R"("a")"), "SELECT")}));
}

TEST(AtomSet, ListsOfExclusionsMayNot) {
  EXPECT_NE(atoms_of({row(columns_of_t_but(R"("a","b")"), "SELECT")}),
            atoms_of({row(columns_of_t_but(R"("a")"), "SELECT"), row(columns_of_t_but(R"("b")"), "SELECT")}));
}

TEST(AtomSet, TagValuesMayBeSplitAndKeepTheirCase) {
  const AtomSet together = atoms_of({row(values_of_tag(R"("A","b")"), "ASSOCIATE")});
  EXPECT_EQ(together,
            atoms_of({row(values_of_tag(R"("B")"), "ASSOCIATE"), row(values_of_tag(R"("a")"), "ASSOCIATE")}));
  EXPECT_EQ(said(together.atoms()).front(), "p may ASSOCIATE LF-tag k (values A)");
}

TEST(AtomSet, ATableAndItsColumnsAreApart) {
  EXPECT_NE(atoms_of({row(table_t, "SELECT")}),
            atoms_of({row(table_t, "SELECT"), row(columns_of_t(R"("a")"), "SELECT")}));
}

TEST(AtomSet, APrincipalIsComparedWithItsCase) {
  json::value other = row(table_t, "SELECT");
  other.at("Principal").get_object()["DataLakePrincipalIdentifier"] = "P";
  EXPECT_NE(atoms_of({row(table_t, "SELECT")}), atoms_of({other}));
}

TEST(AtomSet, ARowWithoutPermissionsIsNothing) { EXPECT_TRUE(atoms_of({row(table_t, "")}).empty()); }

TEST(OverPermission, IsToldPerPrincipal) {
  const auto excess =
      over_permission(atoms_of({row(table_t, "SELECT,DROP", "DROP")}), atoms_of({row(table_t, "SELECT")}));
  ASSERT_EQ(excess.size(), 1u);
  EXPECT_EQ(said(excess.at("p")),
            (std::vector<std::string>{"p may DROP table d.t", "p may DROP table d.t, with grant option"}));
  EXPECT_TRUE(over_permission(atoms_of({row(table_t, "SELECT")}), {}, {"p"}).empty());
}

TEST(OverPermission, WhatSomethingWiderAllowsIsNone) {
  const AtomSet column = atoms_of({row(columns_of_t(R"("a")"), "SELECT")});
  for (const std::string& wider : {table_t, all_tables, columns_of_t_but(R"("b")")})
    EXPECT_TRUE(over_permission(column, atoms_of({row(wider, "SELECT")})).empty()) << wider;
  EXPECT_FALSE(over_permission(column, atoms_of({row(columns_of_t_but(R"("a")"), "SELECT")})).empty());
  EXPECT_FALSE(over_permission(atoms_of({row(table_t, "SELECT")}), column).empty());
  json::value conditional = row(table_t, "SELECT");
  conditional.get_object()["Condition"] = {{"Expression", "c"}};
  EXPECT_TRUE(over_permission(atoms_of({conditional}), atoms_of({row(table_t, "SELECT")})).empty());
  EXPECT_FALSE(over_permission(atoms_of({row(table_t, "SELECT")}), atoms_of({conditional})).empty());
}

}  // namespace
}  // namespace lakemirror::permissions
