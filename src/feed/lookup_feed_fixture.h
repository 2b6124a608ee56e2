#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/fake_trail.h"
#include "feed/lookup_feed.h"
#include "feed/memory_intake.h"

namespace lakemirror::feed {

/// A feed between a scripted trail and an intake in memory. Each pull() is a process of its own: only the
/// intake carries over.
class LookupFeedTest : public testing::Test {
 protected:
  LookupFeedTest() { settings.follow_glue_alone(); }

  LookupPass pull(std::stop_token stop = {}) {
    LookupFeed feed(trail, intake, clock, settings);
    auto pass = feed.pull(std::move(stop));
    if (!pass) ADD_FAILURE() << pass.error().text();
    return pass.value_or(LookupPass{});
  }
  std::size_t stored() { return intake.size(); }
  bool has(const std::string& id) { return intake.contains(id); }
  Time ago(Milliseconds duration) const { return clock.now() - duration; }
  /// Adds `count` changes, one a second, the newest one at the present.
  void add_changes(int count, const std::string& prefix) {
    for (int i = 0; i < count; ++i) trail.add(prefix + std::to_string(i), ago(Seconds(i)));
  }

  VirtualClock clock{Time(Seconds(1'790'000'000))};
  FakeTrail trail{clock};
  MemoryIntake intake;
  LookupSettings settings;
};

}  // namespace lakemirror::feed
