#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.h"
#include "feed/fake_trail.h"
#include "feed/lookup_feed.h"
#include "feed/memory_intake.h"

namespace lakemirror::feed {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// A day of events, each delivered up to one window late, while the source comes and goes and the process is
/// stopped and started at any page.
class RandomDay {
 public:
  RandomDay(std::uint64_t seed, LookupBy by) : random_(seed) {
    settings_.by = by;
    settings_.sync_takes = std::chrono::days(30);  // no outage of this day is too long to be read
    trail_.page_size = 1 + random_.below(8);
    trail_.page_takes = Milliseconds(random_.below(3000));
    const int events = static_cast<int>(20 + random_.below(150));
    for (int i = 0; i < events; ++i) add_event(i);
    trail_.fails = [this](int) { return clock_.now() < down_until_ || random_.chance(0.02); };
  }

  void run() {
    pull();  // from here on, well or not, events are the feed's business
    while (clock_.now() < start_ + hours(24)) tick();
    down_until_ = {};
    trail_.fails = {};
    stop_after_ = 0;
    clock_.advance(settings_.window + settings_.deep_every);
    pull();
  }

  std::vector<std::string> missing() {
    std::vector<std::string> missing;
    for (const auto& id : changes_) {
      if (!intake_.contains(id)) missing.push_back(id);
    }
    return missing;
  }

  std::size_t kept_beyond_changes() { return intake_.size() - changes_.size(); }

 private:
  void add_event(int number) {
    const std::string id = "event " + std::to_string(number);
    const bool read = random_.chance(0.5);
    const Time time = start_ + Seconds(random_.below(24 * 3600));
    const Milliseconds late =
        Milliseconds(random_.below(static_cast<std::uint64_t>(settings_.window.count())));
    trail_.add(id, time, late, read ? "GetTable" : "UpdateTable", read);
    if (random_.chance(0.1)) trail_.repeat_last();
    if (!read) changes_.push_back(id);
  }

  void tick() {
    if (random_.chance(0.03)) down_until_ = clock_.now() + minutes(random_.below(200));
    if (random_.chance(0.02)) clock_.advance(minutes(random_.below(600)));  // nobody runs
    stop_after_ = random_.chance(0.2) ? 1 + static_cast<int>(random_.below(5)) : 0;
    pull();
    clock_.advance(Seconds(20 + random_.below(300)));
  }

  /// A process of its own each time: only the intake survives.
  void pull() {
    LookupFeed feed(trail_, intake_, clock_, settings_);
    std::stop_source stop;
    int pages = 0;
    const auto pass = feed.pull(stop.get_token(), [&](const LookupPass&) {
      if (++pages == stop_after_) stop.request_stop();
    });
    EXPECT_TRUE(pass);
  }

  Random random_;
  const Time start_ = Time(Seconds(1'790'000'000));
  VirtualClock clock_{start_};
  FakeTrail trail_{clock_};
  MemoryIntake intake_;
  LookupSettings settings_;
  Time down_until_ = {};
  int stop_after_ = 0;
  std::vector<std::string> changes_;
};

RC_GTEST_PROP(LookupFeedRandom, EveryChangeIsStoredWhateverTheDelaysAndOutages, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto by =
      *rc::gen::element(LookupBy::automatic, LookupBy::source, LookupBy::name, LookupBy::read_only);
  RandomDay day(seed, by);
  day.run();
  RC_ASSERT(day.missing() == std::vector<std::string>());
  RC_ASSERT(day.kept_beyond_changes() == 0U);
}

}  // namespace

}  // namespace lakemirror::feed
