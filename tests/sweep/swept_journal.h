#pragma once

#include <functional>

#include "journal/journal.h"
#include "sweep/storm.h"

namespace lakemirror::sweep {

/// The replicator's journal, through a storm: every write may fail, or be the last thing a process does or
/// does not do. Reading is safe as long as the process lives.
class SweptJournal : public journal::Journal {
 public:
  /// Told of every event that is stored, also where nobody else hears that it was; may be empty.
  using Ear = std::function<void(const model::Event&)>;

  SweptJournal(journal::Journal& inner, Storm& storm, Ear stored)
      : inner_(inner), storm_(storm), stored_(std::move(stored)) {}

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override;
  Result<std::vector<bool>> contains(std::span<const std::string> event_ids) override;
  Result<std::vector<model::Entry>> due(Time now, std::size_t limit, const Position& position) override;
  Result<std::optional<Time>> next_due(Time now) override;
  Result<void> settle(std::span<const model::Outcome> outcomes, Time now) override;
  Result<std::size_t> bring_forward(Time to, std::size_t limit, const Concerns& concerns) override;
  Result<std::optional<model::Entry>> find(std::string_view event_id) override;
  Result<std::vector<model::Entry>> list(const Filter& filter) override;
  Result<void> retry(std::string_view event_id) override;
  Result<std::size_t> retry_all_parked() override;
  Result<void> skip(std::string_view event_id, std::string_view why, Time now) override;
  Result<model::Counts> counts() override;
  Result<std::optional<std::string>> value(std::string_view name) override;
  Result<void> set_value(std::string_view name, std::string_view text) override;
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override;
  Result<void> remember_keys(std::span<const std::string> keys) override;
  Result<std::vector<bool>> knows_keys(std::span<const std::string> keys) override;
  Result<void> forget_keys(std::span<const std::string> keys) override;
  Result<std::uint64_t> count_known(model::KeyKind kind, std::string_view prefix) override;
  Result<std::size_t> prune(Time before) override;

 private:
  template <class Call>
  auto write(std::string_view name, Call call) -> decltype(call()) {
    if (storm_.is_dead()) return fail(Storm::death());
    const auto mishap = storm_.meets({.place = Place::journal, .operation = std::string(name)});
    if (!mishap) return call();
    if (takes_effect(*mishap)) (void)call();
    return fail(storm_.is_dead() ? Storm::death() : trouble(*mishap, name));
  }
  template <class Call>
  auto read(Call call) -> decltype(call()) {
    if (storm_.is_dead()) return fail(Storm::death());
    return call();
  }
  static Error trouble(Mishap mishap, std::string_view name);

  journal::Journal& inner_;
  Storm& storm_;
  Ear stored_;
};

}  // namespace lakemirror::sweep
