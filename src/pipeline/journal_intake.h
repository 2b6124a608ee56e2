#pragma once

#include "feed/intake.h"
#include "journal/journal.h"
#include "pipeline/tallies.h"

namespace lakemirror::pipeline {

/// The journal as feeds see it. The journal must outlive it, and so must the tallies, where there are any.
class JournalIntake final : public feed::Intake {
 public:
  explicit JournalIntake(journal::Journal& journal, Tallies* tallies = nullptr)
      : journal_(journal), tallies_(tallies) {}

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override {
    LM_TRY(std::vector<bool> is_new, journal_.append(events, received_at));
    for (std::size_t i = 0; tallies_ != nullptr && i < events.size(); ++i) {
      if (is_new[i]) tallies_->arrived(events[i].feed, received_at - events[i].event_time);
    }
    return is_new;
  }
  Result<std::optional<std::string>> value(std::string_view name) override { return journal_.value(name); }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    return journal_.replace_value(name, was, text);
  }

 private:
  journal::Journal& journal_;
  Tallies* tallies_;
};

}  // namespace lakemirror::pipeline
