#include "pipeline/settings_refresh.h"

#include <algorithm>
#include <charconv>

#include "pipeline/settings_lists.h"
#include "pipeline/settings_put.h"

namespace lakemirror::pipeline {

using model::Key;
using model::ObjectState;

ObjectState SettingsRefresh::read_source() {
  auto source = tools_.source.settings();
  tools_.settings_unread = source.error;
  if (!source.is_present()) return source;
  const auto administrators = administrators_of(source.body);
  tools_.sees_all_of_source =
      std::any_of(administrators.begin(), administrators.end(),
                  [&](const auto& principal) { return tools_.own_source_principals.contains(principal); });
  return source;
}

Look SettingsRefresh::put(const ObjectState& source) {
  const auto begun = tools_.catalog.clock.now();
  if (!source.is_present()) return Look::failed(begun, source.error.value_or(Error{}));
  auto target = tools_.target.settings();
  if (!target.is_present()) return Look::failed(begun, target.error.value_or(Error{}));
  sort_administrators(target.body);
  const auto worth = tools_.settings_book.worth_of(target.body, begun);
  if (worth == SettingsBook::Worth::outdated) return Look::later(begun, tools_.settings_book.settled_at());
  auto plan = plan_for(source.body, target.body, begun);
  if (!plan) return Look::failed(begun, plan.error());
  bool is_written = false;
  const auto send = [&](const json::object& settings) {
    auto result = this->send(settings);
    is_written |= result.kind == model::ResultKind::updated;
    return result;
  };
  const bool is_certain = worth == SettingsBook::Worth::current;
  SettingsPut put(send, is_certain ? std::optional(target.body) : std::nullopt, plan->of_source);
  auto look = put.put(plan->wanted, begun);
  if (!is_written) return look;
  const auto noted = tools_.settings_book.went(plan->gone, tools_.catalog.clock.now());
  return noted ? look : Look::failed(begun, noted.error());
}

model::ChangeResult SettingsRefresh::send(const json::object& settings) {
  model::Plan plan;
  plan.changes.push_back({.kind = model::ChangeKind::update,
                          .key = Key::settings(),
                          .body = settings,
                          .fingerprint = model::fingerprint_of(settings),
                          .reason = "settings differ"});
  auto result = tools_.catalog.executor.execute(plan, 1).front();
  if (result.kind == model::ResultKind::updated)
    tools_.settings_book.wrote(settings, tools_.catalog.clock.now());
  if (result.kind == model::ResultKind::failed && result.error && result.error->kind == ErrorKind::retry)
    tools_.settings_book.forget();
  return result;
}

/// The source's document as the target shall have it. What it does not name goes, except who administers the
/// target only.
Result<SettingsRefresh::Plan> SettingsRefresh::plan_for(json::object source, const json::object& target,
                                                        Time now) {
  Plan plan{.wanted = tools_.sides.terms.mapping.settings(std::move(source))};
  plan.of_source = all_principals_of(plan.wanted);
  std::erase_if(plan.of_source,
                [&](const auto& principal) { return tools_.own_principals.contains(principal); });
  if (!tools_.catalog.executor.is_dry_run()) LM_CHECK(tools_.settings_book.forget_gone(now));
  for (const auto list : settings_list::administrators) LM_CHECK(keep_own_admins(plan, target, list, now));
  keep_newer_version(plan.wanted, target);
  sort_administrators(plan.wanted);
  return plan;
}

Result<void> SettingsRefresh::keep_own_admins(Plan& plan, const json::object& target, std::string_view list,
                                              Time now) {
  auto principals = principals_of(plan.wanted, list);
  std::vector<std::string> seen;
  for (const auto& principal : principals) seen.push_back(administrator_name(list, principal));
  LM_CHECK(tools_.catalog.remember(seen));
  if (!tools_.catalog.executor.is_dry_run()) LM_CHECK(tools_.settings_book.came_back(seen));
  const auto held = principals_of(target, list);
  std::vector<std::string> names;
  for (const auto& principal : held) names.push_back(administrator_name(list, principal));
  LM_TRY(const auto known, tools_.catalog.journal.knows_keys(names));
  for (std::size_t i = 0; i < held.size(); ++i) {
    const bool is_sources = known[i] && !tools_.settings_book.is_forgotten(names[i], now);
    if (!is_sources || tools_.own_principals.contains(held[i])) {
      principals.push_back(held[i]);
    } else if (std::find(seen.begin(), seen.end(), names[i]) == seen.end()) {
      plan.gone.push_back(names[i]);
    }
  }
  if (!principals.empty() || plan.wanted.contains(list) || target.contains(list))
    plan.wanted[list] = list_of(principals);
  return {};
}

/// Whether AWS takes a lower cross-account version than it has is not documented, and grants that were shared
/// under the higher one might not survive it.
void SettingsRefresh::keep_newer_version(json::object& wanted, const json::object& target) const {
  constexpr std::string_view member = "CROSS_ACCOUNT_VERSION";
  const auto* held = object_at(target, "Parameters");
  auto* parameters = wanted.if_contains("Parameters");
  if (held == nullptr || parameters == nullptr || !parameters->is_object()) return;
  const auto number = [&](const json::object& object) {
    const auto text = text_or(object, member);
    int version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
  };
  auto& mine = parameters->get_object();
  if (number(mine) < number(*held)) mine[member] = text_or(*held, member);
}

}  // namespace lakemirror::pipeline
