#include "simulate/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::simulate {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Faults faults(std::initializer_list<Fault> list) {
  Faults out;
  for (const auto fault : list) set(out, fault);
  return out;
}

Orders orders(std::initializer_list<Order> list) {
  Orders out;
  for (const auto order : list) set(out, order);
  return out;
}

constexpr std::size_t kCells = kFaultNames.size() * kOrderNames.size();

TEST(CoverageTest, EveryCellIsEmptyAtFirst) {
  EXPECT_THAT(Coverage({"UpdateTable", "GrantPermissions"}).empty_cells(), SizeIs(2 * kCells));
}

TEST(CoverageTest, AnEventCountsUnderEachFaultInEachOrder) {
  Coverage coverage({"UpdateTable"});
  coverage.add("UpdateTable", faults({Fault::late, Fault::cut}), orders({Order::early, Order::same_second}));
  const auto empty = coverage.empty_cells();
  EXPECT_THAT(empty, SizeIs(kCells - 4));
  for (const auto* cell : {"UpdateTable, late, before an older one", "UpdateTable, late, in the same second",
                           "UpdateTable, cut, before an older one", "UpdateTable, cut, in the same second"})
    EXPECT_THAT(empty, Not(Contains(cell)));
}

TEST(CoverageTest, AnEventThatMetNothingCountsAsSuch) {
  Coverage coverage({"UpdateTable"});
  coverage.add("UpdateTable", {}, orders({Order::in_order}));
  EXPECT_THAT(coverage.empty_cells(),
              AllOf(SizeIs(kCells - 1), Not(Contains("UpdateTable, none, in order"))));
}

TEST(CoverageTest, NothingIsEmptyOnceEveryCellCounts) {
  Coverage coverage({"UpdateTable"}), other({"UpdateTable"});
  coverage.add("UpdateTable", {}, Orders().set());
  EXPECT_FALSE(coverage.empty_cells().empty());
  other.add("UpdateTable", Faults().set().reset(0), Orders().set());
  coverage.add(other);
  EXPECT_THAT(coverage.empty_cells(), IsEmpty());
}

TEST(CoverageTest, ForTableVersionsNoCallIsMade) {
  const auto empty = Coverage({"DeleteTableVersion"}).empty_cells();
  EXPECT_THAT(empty, SizeIs(kCells - 3 * kOrderNames.size()));
  EXPECT_THAT(empty, Each(Not(HasSubstr(", stale, "))));
}

TEST(CoverageTest, TheTableHasTheCountsOfEachOrder) {
  Coverage coverage({"UpdateTable"});
  for (int i = 0; i < 1'234; ++i) coverage.add("UpdateTable", {}, orders({Order::in_order}));
  for (int i = 0; i < 7; ++i) coverage.add("UpdateTable", {}, orders({Order::outlived}));
  EXPECT_THAT(coverage.text(), HasSubstr("UpdateTable              |  1k   0   0   0   7 |"));
}

TEST(CoverageTest, NamesThatWereNotAskedForAreLeftOut) {
  Coverage coverage({"UpdateTable"});
  coverage.add("GrantPermissions", {}, Orders().set());
  EXPECT_THAT(coverage.empty_cells(), SizeIs(kCells));
}

}  // namespace
}  // namespace lakemirror::simulate
