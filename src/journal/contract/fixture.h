#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "journal/journal.h"

namespace lakemirror::journal {

using model::KeyKind;
using model::OutcomeKind;
using model::ProcessedFlag;
using testing::ElementsAre;
using testing::IsEmpty;

/// How a test gets an empty journal of one implementation.
struct JournalMaker {
  std::string name;
  std::function<std::unique_ptr<Journal>()> make;
  bool is_remote = false;  ///< each call is a request: what takes thousands of them is done with fewer
};
inline void PrintTo(const JournalMaker& maker, std::ostream* out) { *out << maker.name; }

/// The contract's tests: each begins with an empty journal.
class JournalContract : public testing::TestWithParam<JournalMaker> {
 protected:
  JournalContract() : owned_(GetParam().make()), journal(*owned_) {}

  /// Noon of the day the tests play on, and so many seconds later.
  static Time at(int seconds) { return Time(Seconds(1'790'000'000 + seconds)); }

  static model::Event event(const std::string& id, int seconds = 0, const std::string& name = "CreateTable") {
    return {.event_id = id,
            .event_time = at(seconds),
            .event_name = name,
            .event_source = "glue.amazonaws.com",
            .username = "etl",
            .record = R"({"eventID":")" + id + R"("})",
            .feed = "lookup"};
  }

  static model::Outcome outcome(const std::string& id, std::optional<model::OutcomeKind> kind) {
    return {.event_id = id, .kind = kind};
  }
  static model::Outcome provisional(const std::string& id, Time again) {
    return {
        .event_id = id, .kind = model::OutcomeKind::unchanged, .provisional = true, .next_attempt_at = again};
  }
  static model::Outcome parked(const std::string& id, std::optional<Time> again = {}) {
    return {.event_id = id,
            .kind = model::OutcomeKind::parked,
            .error = "AccessDeniedException",
            .hint = "grant it",
            .next_attempt_at = again};
  }

  void store(const std::vector<model::Event>& events) { ASSERT_TRUE(journal.append(events, at(1000))); }
  void settle(const std::vector<model::Outcome>& outcomes, int seconds = 2000) {
    const auto settled = journal.settle(outcomes, at(seconds));
    ASSERT_TRUE(settled) << settled.error().text();
  }

  model::Entry entry(const std::string& id) {
    const auto found = journal.find(id);
    if (!found || !*found) {
      ADD_FAILURE() << "no entry " << id;
      return {};
    }
    return **found;
  }

  static std::vector<std::string> ids(const std::vector<model::Entry>& entries) {
    std::vector<std::string> ids;
    for (const auto& entry : entries) ids.push_back(entry.event.event_id);
    return ids;
  }
  std::vector<std::string> due_ids(int now_seconds, std::size_t limit = 100) {
    return ids(journal.due(at(now_seconds), limit, {}).value());
  }
  std::vector<std::string> list_ids(const Journal::Filter& filter) {
    return ids(journal.list(filter).value());
  }

 private:
  std::unique_ptr<Journal> owned_;

 protected:
  Journal& journal;
};

}  // namespace lakemirror::journal
