#include "pipeline/settings_refresh.h"

#include <algorithm>
#include <charconv>

#include "diff/diff.h"

namespace lakemirror::pipeline {

using model::Key;
using model::ObjectState;

namespace {

constexpr std::string_view admins_list = "DataLakeAdmins";
constexpr std::string_view read_only_list = "ReadOnlyAdmins";

std::vector<std::string> principals_of(const json::object& settings, std::string_view list) {
  std::vector<std::string> principals;
  if (const auto* array = array_at(settings, list)) {
    for (const auto& element : *array) {
      if (element.is_object())
        principals.emplace_back(text_or(element.get_object(), "DataLakePrincipalIdentifier"));
    }
  }
  return principals;
}

json::array list_of(const std::vector<std::string>& principals) {
  json::array list;
  for (const auto& principal : principals)
    list.push_back(json::object{{"DataLakePrincipalIdentifier", principal}});
  return list;
}

/// Under which name the journal remembers that the source had this administrator.
std::string known_name(std::string_view list, const std::string& principal) {
  return Key::settings().text() + "/" + std::string(list) + "/" + principal;
}

void sort_admins(json::object& settings) {
  for (const auto list : {admins_list, read_only_list}) {
    if (!settings.contains(list)) continue;
    auto principals = principals_of(settings, list);
    std::sort(principals.begin(), principals.end());
    principals.erase(std::unique(principals.begin(), principals.end()), principals.end());
    settings[list] = list_of(principals);
  }
}

}  // namespace

ObjectState SettingsRefresh::read_source() {
  auto source = tools_.source.settings();
  tools_.settings_unread = source.error;
  if (!source.is_present()) return source;
  tools_.sees_all_of_source = false;
  for (const auto list : {admins_list, read_only_list}) {
    const auto principals = principals_of(source.body, list);
    tools_.sees_all_of_source |=
        std::any_of(principals.begin(), principals.end(),
                    [&](const auto& principal) { return tools_.own_source_principals.contains(principal); });
  }
  return source;
}

Look SettingsRefresh::put(const ObjectState& source) {
  const auto begun = tools_.catalog.clock.now();
  const auto key = Key::settings();
  if (!source.is_present()) return Look::failed(begun, source.error.value_or(Error{}));
  auto target = tools_.target.settings();
  if (!target.is_present()) return Look::failed(begun, target.error.value_or(Error{}));
  // Read before our last Put settled: who else was made an administrator since cannot be told from that.
  auto corrected = target;
  tools_.catalog.recent.correct(key, corrected, begun);
  if (corrected.fingerprint != target.fingerprint)
    return Look::later(begun, begun + tools_.catalog.read_settle);
  auto body = wanted(source.body, target.body);
  if (!body) return Look::failed(begun, body.error());
  sort_admins(target.body);
  if (canonical_json(*body) == canonical_json(target.body)) return Look::unchanged(begun);
  const auto fingerprint = model::fingerprint_of(*body);
  model::Plan plan;
  plan.changes.push_back({.kind = model::ChangeKind::update,
                          .key = key,
                          .body = *std::move(body),
                          .fingerprint = fingerprint,
                          .reason = "settings differ"});
  return Look::of(begun, tools_.catalog.executor.execute(plan, 1).front());
}

/// The source's document as the target shall have it. What it does not name goes, except who administers the
/// target only.
Result<json::object> SettingsRefresh::wanted(json::object source, const json::object& target) {
  auto settings = tools_.sides.terms.mapping.settings(std::move(source));
  for (const auto list : {admins_list, read_only_list}) LM_CHECK(keep_own_admins(settings, target, list));
  keep_newer_version(settings, target);
  sort_admins(settings);
  return settings;
}

Result<void> SettingsRefresh::keep_own_admins(json::object& wanted, const json::object& target,
                                              std::string_view list) {
  auto principals = principals_of(wanted, list);
  std::vector<std::string> seen;
  for (const auto& principal : principals) seen.push_back(known_name(list, principal));
  LM_CHECK(tools_.catalog.remember(seen));
  const auto held = principals_of(target, list);
  std::vector<std::string> gone;
  std::vector<std::string> names;
  for (const auto& principal : held) names.push_back(known_name(list, principal));
  LM_TRY(const auto known, tools_.catalog.journal.knows_keys(names));
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!known[i] || tools_.own_principals.contains(held[i])) {
      principals.push_back(held[i]);
    } else if (std::find(seen.begin(), seen.end(), names[i]) == seen.end()) {
      gone.push_back(names[i]);  // should he come back, then as the target's own
    }
  }
  LM_CHECK(tools_.catalog.forget(gone));
  if (!principals.empty() || wanted.contains(list) || target.contains(list))
    wanted[list] = list_of(principals);
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
