#pragma once

#include <functional>
#include <string>

#include "base/random.h"
#include "journal/journal.h"

namespace lakemirror::journal::workload {

inline constexpr int parts = 2;
inline constexpr int batches = 3;  ///< of one part
inline constexpr int batch_size = 4;

inline std::string id(int batch, int number) {
  return "event " + std::to_string(batch) + "." + std::to_string(number);
}
/// Larger than a page, so that a batch takes several writes.
inline std::string record(const std::string& id) { return id + std::string(3000, 'r'); }

inline std::vector<model::Event> events(int batch) {
  std::vector<model::Event> events;
  for (int i = 0; i < batch_size; ++i) {
    events.push_back({.event_id = id(batch, i),
                      .event_time = Time(Seconds(1'790'000'000 + batch)),
                      .event_name = "CreateTable",
                      .event_source = "glue.amazonaws.com",
                      .record = record(id(batch, i)),
                      .feed = "lookup"});
  }
  return events;
}

inline std::vector<model::Outcome> outcomes(int batch) {
  std::vector<model::Outcome> outcomes;
  for (int i = 0; i < batch_size; ++i) {
    outcomes.push_back(
        {.event_id = id(batch, i), .kind = model::OutcomeKind::replicated, .reason = "created"});
  }
  return outcomes;
}

/// Appends each batch, settles the one before it, moves a cursor. Hands "append 3", "settle 2" and "cursor 3"
/// to `report` when the call has returned well. False when a call failed.
inline bool run(Journal& journal, int part, const std::function<bool(const std::string&)>& report) {
  const Time now = Time(Seconds(1'790'001'000));
  for (int batch = part * batches; batch < (part + 1) * batches; ++batch) {
    const std::string number = std::to_string(batch);
    if (!journal.append(events(batch), now) || !report("append " + number)) return false;
    if (!journal.set_value("cursor", number) || !report("cursor " + number)) return false;
    if (batch == 0) continue;
    if (!journal.settle(outcomes(batch - 1), now) || !report("settle " + std::to_string(batch - 1)))
      return false;
  }
  return true;
}

}  // namespace lakemirror::journal::workload
