#pragma once

#include <algorithm>

#include "base/random.h"
#include "journal/contract/fixture.h"

namespace lakemirror::journal {

/// What a listing of everything says the counts should be.
inline model::Counts counted(Journal& journal) {
  model::Counts counts;
  const auto older = [](std::optional<Time> a, Time b) { return a ? std::min(*a, b) : b; };
  const auto entries = journal.list({.limit = 100'000}).value();
  for (const auto& entry : entries) {
    const Time time = entry.event.event_time;
    counts.newest_event = counts.newest_event ? std::max(*counts.newest_event, time) : time;
    if (entry.flag == ProcessedFlag::pending) {
      ++counts.pending;
      counts.provisional += entry.outcome ? 1 : 0;
      counts.oldest_pending = older(counts.oldest_pending, time);
    } else {
      ++(entry.flag == ProcessedFlag::parked ? counts.parked : counts.processed);
      ++counts.by_outcome[entry.outcome.value()];
    }
    if (entry.flag != ProcessedFlag::processed || entry.outcome == OutcomeKind::skipped) {
      counts.oldest_unsettled = older(counts.oldest_unsettled, time);
    }
  }
  return counts;
}

TEST_P(JournalContract, CountsAgreeWithTheEntriesAfterAnyHistory) {
  const std::uint64_t seeds = GetParam().is_remote ? 1 : 20;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Random random(seed);
    const auto any_id = [&] { return "event " + std::to_string(random.below(30)); };
    const auto any_outcome = [&](const std::string& id) {
      model::Outcome outcome{.event_id = id};
      if (random.chance(0.8)) outcome.kind = static_cast<OutcomeKind>(random.below(6));
      outcome.provisional = random.chance(0.2);
      if (random.chance(0.4)) outcome.next_attempt_at = at(static_cast<int>(random.below(200)));
      return outcome;
    };
    for (int step = 0; step < 40; ++step) {
      const auto id = any_id();
      // Refusals (unknown, processed already) are part of the history: they must change nothing.
      switch (random.below(6)) {
        case 0:
          (void)journal.settle(std::vector{any_outcome(id), any_outcome(any_id())}, at(step));
          break;
        case 1:
          (void)journal.retry(id);
          break;
        case 2:
          (void)journal.skip(id, "why", at(step));
          break;
        case 3:
          (void)journal.prune(at(static_cast<int>(random.below(30))));
          break;
        case 4:
          (void)(random.chance(0.2) && journal.retry_all_parked());
          break;
        default:
          (void)journal.append(std::vector{event(id, static_cast<int>(random.below(90)))}, at(step));
      }
      const auto expected = counted(journal), counts = journal.counts().value();
      ASSERT_EQ(counts.pending, expected.pending) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.provisional, expected.provisional) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.parked, expected.parked) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.processed, expected.processed) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.by_outcome, expected.by_outcome) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.oldest_pending, expected.oldest_pending) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.oldest_unsettled, expected.oldest_unsettled) << "seed " << seed << " step " << step;
      ASSERT_EQ(counts.newest_event, expected.newest_event) << "seed " << seed << " step " << step;
    }
  }
}

TEST_P(JournalContract, EveryEntryIsDueExactlyWhenItsFlagAndNextAttemptSaySo) {
  Random random(7);
  const int stored = GetParam().is_remote ? 40 : 200;
  for (int i = 0; i < stored; ++i)
    store({event("event " + std::to_string(i), static_cast<int>(random.below(50)))});
  for (int i = 0; i < stored * 3 / 4; ++i) {
    model::Outcome outcome{.event_id = "event " + std::to_string(i)};
    if (random.chance(0.7)) outcome.kind = static_cast<OutcomeKind>(random.below(6));
    if (random.chance(0.6)) outcome.next_attempt_at = at(static_cast<int>(random.below(100)));
    settle({outcome});
  }
  for (const int now : {0, 37, 99, 500}) {
    std::vector<std::string> expected;
    const auto entries = journal.list({.limit = 1000}).value();
    for (const auto& entry : entries) {
      const bool waits = entry.next_attempt_at && *entry.next_attempt_at > at(now);
      const bool open = entry.flag == ProcessedFlag::pending ||
                        (entry.flag == ProcessedFlag::parked && entry.next_attempt_at.has_value());
      if (open && !waits) expected.push_back(entry.event.event_id);
    }
    EXPECT_THAT(due_ids(now, 1000), testing::UnorderedElementsAreArray(expected));
  }
}

}  // namespace lakemirror::journal
