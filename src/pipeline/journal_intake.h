#pragma once

#include "feed/intake.h"
#include "journal/journal.h"

namespace lakemirror::pipeline {

/// The journal as feeds see it. The journal must outlive it.
class JournalIntake final : public feed::Intake {
 public:
  explicit JournalIntake(journal::Journal& journal) : journal_(journal) {}

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override {
    return journal_.append(events, received_at);
  }
  Result<std::optional<std::string>> value(std::string_view name) override { return journal_.value(name); }
  Result<void> set_value(std::string_view name, std::string_view text) override {
    return journal_.set_value(name, text);
  }

 private:
  journal::Journal& journal_;
};

}  // namespace lakemirror::pipeline
