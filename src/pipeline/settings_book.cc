#include "pipeline/settings_book.h"

#include <algorithm>

#include "pipeline/journal_values.h"
#include "pipeline/settings_lists.h"

namespace lakemirror::pipeline {

void SettingsBook::wrote(json::object settings, Time at) {
  last_ = Written{.settings = std::move(settings), .at = at};
}

SettingsBook::Worth SettingsBook::worth_of(const json::object& held, Time read_at) const {
  if (settled_at() <= read_at || canonical_json(last_->settings) == canonical_json(held))
    return Worth::current;
  bool any_added = false;
  for (const auto list : settings_list::administrators) {
    const auto left = principals_of(last_->settings, list);
    const auto found = principals_of(held, list);
    const auto is_among = [](const auto& principals, const auto& principal) {
      return std::find(principals.begin(), principals.end(), principal) != principals.end();
    };
    for (const auto& principal : left) {
      if (!is_among(found, principal)) return Worth::outdated;
    }
    for (const auto& principal : found) {
      if (is_among(left, principal)) continue;
      if (gone_.contains(administrator_name(list, principal))) return Worth::outdated;
      any_added = true;
    }
  }
  return any_added ? Worth::changed : Worth::outdated;
}

Result<void> SettingsBook::went(const std::vector<std::string>& names, Time at) {
  if (names.empty()) return {};
  for (const auto& name : names) gone_[name] = at;
  return store();
}

Result<void> SettingsBook::came_back(const std::vector<std::string>& names) {
  std::size_t back = 0;
  for (const auto& name : names) back += gone_.erase(name);
  return back == 0 ? Result<void>() : store();
}

bool SettingsBook::is_forgotten(const std::string& name, Time now) const {
  const auto found = gone_.find(name);
  return found != gone_.end() && found->second + read_settle_ <= now;
}

Result<void> SettingsBook::forget_gone(Time now) {
  std::vector<std::string> settled;
  for (const auto& [name, at] : gone_) {
    if (is_forgotten(name, now)) settled.push_back(name);
  }
  if (settled.empty()) return {};
  LM_CHECK(journal_.forget_keys(settled));
  for (const auto& name : settled) gone_.erase(name);
  return store();
}

Result<void> SettingsBook::load() {
  LM_TRY(const auto text, journal_.value(journal_value::administrators_gone));
  if (!text || text->empty()) return {};
  LM_TRY(const auto parsed, parse_json(*text));
  if (!parsed.is_object()) return {};
  for (const auto& member : parsed.get_object()) {
    if (!member.value().is_string()) continue;
    if (const auto at = parse_time(member.value().get_string())) gone_[std::string(member.key())] = *at;
  }
  return {};
}

Result<void> SettingsBook::store() {
  json::object object;
  for (const auto& [name, at] : gone_) object[name] = format_time(at);
  return journal_.set_value(journal_value::administrators_gone, json::serialize(object));
}

}  // namespace lakemirror::pipeline
