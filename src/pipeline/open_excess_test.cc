#include "pipeline/open_excess.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

using Holder = OpenExcess::Holder;

TEST(OpenExcess, CountsPrincipalsUntilTheLastOfWhatTheyHoldHasEnded) {
  OpenExcess excess;
  const Holder on_catalog{.principal = "a", .subject = {}};
  const Holder other{.principal = "b", .subject = {}};
  excess.found(on_catalog);
  excess.found(on_catalog);
  excess.found(other);
  EXPECT_EQ(excess.principals(), 2u);
  excess.end_where([](const Holder& holder) { return holder.principal == "b"; });
  EXPECT_EQ(excess.principals(), 1u);
  excess.ended(on_catalog);
  excess.ended(on_catalog);
  EXPECT_EQ(excess.principals(), 0u);
}

}  // namespace
}  // namespace lakemirror::pipeline
