#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

#include "journal/faults/workload.h"
#include "journal/sqlite_journal.h"

namespace lakemirror::journal {

/// What the workload said had been done.
struct Reported {
  std::set<int> appended;
  std::set<int> settled;
  int cursor = -1;

  void read(const std::string& lines) {
    std::istringstream in(lines);
    std::string what;
    for (int batch = 0; in >> what >> batch;) {
      if (what == "append") appended.insert(batch);
      if (what == "settle") settled.insert(batch);
      if (what == "cursor") cursor = batch;
    }
  }
};

/// How many entries of the batch are stored whole, and how many of those are processed.
struct BatchState {
  int stored = 0;
  int settled = 0;
};

inline BatchState batch_state(Journal& journal, int batch) {
  BatchState state;
  for (int i = 0; i < workload::batch_size; ++i) {
    const auto entry = journal.find(workload::id(batch, i)).value();
    if (!entry) continue;
    EXPECT_EQ(entry->event.record, workload::record(workload::id(batch, i)));
    ++state.stored;
    if (entry->flag == model::ProcessedFlag::processed) ++state.settled;
  }
  return state;
}

/// Everything reported is there, and nothing is there by half.
inline void expect_intact(SqliteJournal& journal, const Reported& reported) {
  const auto verified = journal.verify();
  EXPECT_TRUE(verified) << verified.error().text();
  for (int batch = 0; batch < workload::parts * workload::batches; ++batch) {
    const auto state = batch_state(journal, batch);
    EXPECT_TRUE(state.stored == 0 || state.stored == workload::batch_size) << "half of batch " << batch;
    EXPECT_TRUE(state.settled == 0 || state.settled == workload::batch_size)
        << "half of the outcomes of " << batch;
    if (reported.appended.contains(batch)) {
      EXPECT_EQ(state.stored, workload::batch_size) << "lost batch " << batch;
    }
    if (reported.settled.contains(batch)) {
      EXPECT_EQ(state.settled, workload::batch_size) << "lost outcomes of " << batch;
    }
  }
  const auto cursor = journal.value("cursor").value();
  EXPECT_GE(std::stoi(cursor.value_or("-1")), reported.cursor);
}

}  // namespace lakemirror::journal
