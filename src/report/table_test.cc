#include "report/table.h"

#include <gtest/gtest.h>

namespace lakemirror::report {
namespace {

TEST(Table, AlignsColumnsAndLeavesNoSpacesAtLineEnds) {
  Table table({"name", "n"});
  table.add({"orders", "1"});
  table.add({"x", ""});
  EXPECT_EQ(table.text(Paint()), "name    n\norders  1\nx\n");
}

TEST(Table, CountsCodePointsAndNotBytes) {
  Table table({"a", "b"});
  table.add({"größe", "1"});
  table.add({"sizes", "2"});
  EXPECT_EQ(table.text(Paint()), "a      b\ngröße  1\nsizes  2\n");
}

TEST(Table, ShowsNoControlCharacterOfACell) {
  Table table({"a"});
  table.add({"x\x1b[31m\ny"});
  EXPECT_EQ(table.text(Paint()), "a\nx?[31m?y\n");
}

TEST(Printable, CutsBetweenCodePoints) {
  EXPECT_EQ(printable("größenordnung", 8), "größe...");
  EXPECT_EQ(printable("short", 8), "short");
  EXPECT_EQ(printable("exactly8", 8), "exactly8");
}

TEST(Paint, ColoursOnlyWhenTold) {
  EXPECT_EQ(Paint(false).bad("x"), "x");
  EXPECT_EQ(Paint(true).bad("x"), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace lakemirror::report
