#include "cli/retention.h"

#include <algorithm>

#include "base/log.h"

namespace lakemirror::cli {

Retention::Retention(journal::Journal& journal, Clock& clock, std::chrono::days keep,
                     Milliseconds lookup_window)
    : journal_(journal),
      clock_(clock),
      keep_(std::max<Milliseconds>(keep, lookup_window + std::chrono::days(1))) {}

void Retention::prune_when_due() {
  const Time now = clock_.now();
  if (pruned_ && now - *pruned_ < std::chrono::days(1)) return;
  pruned_ = now;
  const Time before = now - keep_;
  const Result<std::size_t> count = journal_.prune(before);
  if (!count) {
    log::warn("{}", count.error().text());
  } else if (*count > 0) {
    log::info("{} processed entries from before {} left the journal", *count, format_time(before));
  }
}

}  // namespace lakemirror::cli
