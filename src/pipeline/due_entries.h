#pragma once

#include <vector>

#include "journal/journal.h"
#include "pipeline/trouble.h"

namespace lakemirror::pipeline {

/// What is due in the journal, oldest first, so much at a time as is worth handing to another thread, and as
/// fits in memory with its records.
class DueEntries {
 public:
  DueEntries(journal::Journal& journal, const Trouble& trouble, Time now)
      : journal_(journal), trouble_(trouble), now_(now) {}

  /// None where there are no more, or the pass is over.
  Result<std::vector<model::Entry>> read();

 private:
  journal::Journal& journal_;
  const Trouble& trouble_;
  Time now_;
  journal::Journal::Position position_;
  bool is_at_end_ = false;
};

}  // namespace lakemirror::pipeline
