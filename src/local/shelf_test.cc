#include "local/shelf.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lakemirror::local {
namespace {

Time at(int ms) { return Time(Milliseconds(1'000'000 + ms)); }
Moment moment(int ms, int keep) { return {at(ms), Milliseconds(keep)}; }

TEST(Shelf, GivesEachViewWhatWasTrueThen) {
  Shelf<int> shelf;
  shelf.put("a", 1, moment(10, 100));
  shelf.put("a", 2, moment(20, 100));
  shelf.erase("a", moment(30, 100));
  EXPECT_EQ(shelf.find("a", at(9)), nullptr);
  ASSERT_NE(shelf.find("a", at(10)), nullptr);
  EXPECT_EQ(*shelf.find("a", at(10)), 1);
  EXPECT_EQ(*shelf.find("a", at(29)), 2);
  EXPECT_EQ(shelf.find("a", at(30)), nullptr);
  EXPECT_EQ(shelf.find("a"), nullptr);
  EXPECT_EQ(shelf.size(), 0u);
}

TEST(Shelf, RemembersNothingUnlessTold) {
  Shelf<int> shelf;
  shelf.put("a", 1, moment(10, 0));
  shelf.put("a", 2, moment(20, 0));
  EXPECT_EQ(*shelf.find("a", at(15)), 2);  // the old value is gone, but "absent" would never have been true
  EXPECT_TRUE(shelf.erase("a", moment(30, 0)));
  EXPECT_FALSE(shelf.erase("a", moment(30, 0)));
  EXPECT_EQ(shelf.find("a", at(25)), nullptr);
}

TEST(Shelf, ListsInTheOrderOfNamesAfterAGivenOne) {
  Shelf<int> shelf;
  for (const char* name : {"c", "a", "d", "b"}) shelf.put(name, 0, moment(1, 0));
  std::string seen;
  shelf.scan("a", {}, [&](const std::string& name, int) {
    seen += name;
    return name != "c";
  });
  EXPECT_EQ(seen, "bc");
}

/// Whatever is done to a few names, every view within the kept past equals a full copy taken at that moment.
RC_GTEST_PROP(Shelf, AgreesWithACopyKeptForEveryMoment, ()) {
  constexpr int keep = 20;
  Shelf<int> shelf;
  std::map<int, std::map<std::string, int>> copies;
  std::map<std::string, int> present;
  const int steps = 60;
  for (int now = 1; now <= steps; ++now) {
    const std::string name(1, *rc::gen::inRange('a', 'd'));
    if (*rc::gen::inRange(0, 3) == 0) {
      RC_ASSERT(shelf.erase(name, moment(now, keep)) == (present.erase(name) == 1));
    } else {
      shelf.put(name, now, moment(now, keep));
      present[name] = now;
    }
    copies[now] = present;
    RC_ASSERT(shelf.size() == present.size());
    for (int then = std::max(1, now - keep + 1); then <= now; ++then) {
      std::map<std::string, int> seen;
      shelf.scan("", at(then), [&](const std::string& key, int value) {
        seen[key] = value;
        return true;
      });
      RC_ASSERT(seen == copies[then]);
    }
  }
}

}  // namespace
}  // namespace lakemirror::local
