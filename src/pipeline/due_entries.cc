#include "pipeline/due_entries.h"

namespace lakemirror::pipeline {

namespace {

constexpr std::size_t entries_per_page = 32;  ///< with their records, of up to 256 KB each
/// To wake a thread takes longer than to touch a few entries.
constexpr std::size_t most_entries = 512, enough_bytes = 1 << 20;

}  // namespace

Result<std::vector<model::Entry>> DueEntries::read() {
  std::vector<model::Entry> entries;
  std::size_t bytes = 0;
  const auto is_enough = [&] { return bytes >= enough_bytes || entries.size() >= most_entries; };
  while (!is_at_end_ && !is_enough() && !trouble_.is_over()) {
    LM_TRY(auto page, journal_.due(now_, entries_per_page, position_));
    is_at_end_ = page.empty();
    for (auto& entry : page) {
      position_ = {.event_time = entry.event.event_time, .event_id = entry.event.event_id};
      bytes += entry.event.record.size();
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

}  // namespace lakemirror::pipeline
