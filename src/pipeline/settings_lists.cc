#include "pipeline/settings_lists.h"

#include <algorithm>
#include <span>

#include "model/key.h"

namespace lakemirror::pipeline {

std::string administrator_name(std::string_view list, std::string_view principal) {
  return model::Key::settings().text() + "/" + std::string(list) + "/" + std::string(principal);
}

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

namespace {

std::set<std::string> whom_any_names(const json::object& settings, std::span<const std::string_view> lists) {
  std::set<std::string> all;
  for (const auto list : lists) {
    for (auto& principal : principals_of(settings, list)) all.insert(std::move(principal));
  }
  return all;
}

}  // namespace

std::set<std::string> administrators_of(const json::object& settings) {
  return whom_any_names(settings, settings_list::administrators);
}

std::set<std::string> all_principals_of(const json::object& settings) {
  return whom_any_names(settings, settings_list::all);
}

json::object without_principals(json::object settings, const std::set<std::string>& left_out) {
  for (const auto list : settings_list::all) {
    if (!settings.contains(list)) continue;
    auto principals = principals_of(settings, list);
    std::erase_if(principals, [&](const auto& principal) { return left_out.contains(principal); });
    settings[list] = list_of(principals);
  }
  return settings;
}

void sort_administrators(json::object& settings) {
  for (const auto list : settings_list::administrators) {
    if (!settings.contains(list)) continue;
    auto principals = principals_of(settings, list);
    std::sort(principals.begin(), principals.end());
    principals.erase(std::unique(principals.begin(), principals.end()), principals.end());
    settings[list] = list_of(principals);
  }
}

}  // namespace lakemirror::pipeline
