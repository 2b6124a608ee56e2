#pragma once

#include <functional>

#include "journal/journal.h"
#include "simulate/crash_switch.h"

namespace lakemirror::simulate {

/// Passes calls on as long as the process lives. What a call stored before the process died stays stored.
class CrashingJournal : public journal::Journal {
 public:
  /// Who listens hears of what has happened before the process can die of it.
  struct Ears {
    std::function<void(const model::Event&)> stored;
    std::function<void(std::span<const model::Entry>)> handed_out;  ///< as due
    std::function<void(std::span<const model::Outcome>)> settled;
  };
  CrashingJournal(journal::Journal& inner, CrashSwitch& crash, Ears ears)
      : inner_(inner), crash_(crash), ears_(std::move(ears)) {}

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
  auto pass(Call call) -> decltype(call()) {
    const auto fate = crash_.step();
    if (fate == CrashSwitch::Fate::dies_before) return fail(CrashSwitch::error());
    auto answer = call();
    if (fate == CrashSwitch::Fate::dies_after) return fail(CrashSwitch::error());
    return answer;
  }

  journal::Journal& inner_;
  CrashSwitch& crash_;
  Ears ears_;
};

}  // namespace lakemirror::simulate
