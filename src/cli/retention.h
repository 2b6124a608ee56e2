#pragma once

#include <optional>

#include "base/clock.h"
#include "journal/journal.h"

namespace lakemirror::cli {

/// Lets go, once a day, of processed entries that are older than they are to be kept. Journal and clock must
/// outlive it. For one thread.
class Retention {
 public:
  /// `lookup_window`: how far back the feed reads again in every deep pass. Entries are kept a day longer
  /// than that, however short `keep` is: the feed would bring an event back as new that the journal no longer
  /// knows.
  Retention(journal::Journal& journal, Clock& clock, std::chrono::days keep, Milliseconds lookup_window);

  /// A journal that cannot be pruned is a warning in the log, and tried again the next day.
  void prune_when_due();

 private:
  journal::Journal& journal_;
  Clock& clock_;
  Milliseconds keep_;
  std::optional<Time> pruned_ = {};
};

}  // namespace lakemirror::cli
