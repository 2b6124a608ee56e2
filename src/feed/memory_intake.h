#pragma once

#include <map>
#include <set>

#include "feed/intake.h"

namespace lakemirror::feed {

/// An intake in memory, for tests.
class MemoryIntake final : public Intake {
 public:
  Result<std::vector<bool>> append(std::span<const model::Event> events, Time) override {
    std::vector<bool> is_new;
    for (const auto& event : events) is_new.push_back(ids_.insert(event.event_id).second);
    return is_new;
  }
  Result<std::optional<std::string>> value(std::string_view name) override {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    LM_TRY(const auto is, value(name));
    if (is != was) return false;
    values_.insert_or_assign(std::string(name), std::string(text));
    return true;
  }

  bool contains(const std::string& event_id) const { return ids_.contains(event_id); }
  std::size_t size() const { return ids_.size(); }

 private:
  std::set<std::string> ids_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace lakemirror::feed
