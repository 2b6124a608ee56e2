#pragma once

#include <vector>

#include "journal/journal.h"

namespace lakemirror::pipeline {

/// What is due in the journal, oldest first, so much at a time as is worth handing to another thread, and as
/// fits in memory with its records.
class DueEntries {
 public:
  DueEntries(journal::Journal& journal, Time now) : journal_(journal), now_(now) {}

  /// None where there are no more.
  Result<std::vector<model::Entry>> read();

 private:
  journal::Journal& journal_;
  Time now_;
  journal::Journal::Position position_;
  bool is_at_end_ = false;
};

}  // namespace lakemirror::pipeline
