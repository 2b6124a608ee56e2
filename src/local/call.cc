#include "local/call.h"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "local/actions.h"

namespace lakemirror::local {

bool Call::flag(std::string_view member) const {
  const json::value* value = from.input.if_contains(member);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::size_t Call::limit(std::string_view member, std::size_t otherwise) const {
  const json::value* value = from.input.if_contains(member);
  return value != nullptr && value->is_int64() ? static_cast<std::size_t>(value->get_int64()) : otherwise;
}

std::size_t Call::page_limit(std::size_t otherwise) const {
  constexpr std::size_t longest_short_page = 5;
  const auto asked = limit("MaxResults", otherwise);
  if (knobs.short_pages <= 0 || !random.chance(knobs.short_pages)) return asked;
  return 1 + random.below(std::min(asked, longest_short_page));
}

void Call::touch_database(std::string_view database) {
  if (touched.empty()) touched.emplace_back("catalog");
  std::string path = "database/" + std::string(database);
  if (std::ranges::find(touched, path) == touched.end()) touched.push_back(std::move(path));
}

void Call::touch_table(std::string_view database, std::string_view table) {
  touch_database(database);
  touched.push_back("table/" + std::string(database) + "/" + std::string(table));
}

const Action* find_action(api::Service service, std::string_view name) {
  using Table = std::unordered_map<std::string_view, const Action*>;
  static const auto tables = [] {
    std::array<Table, api::service_count> out;
    const auto add = [&](api::Service of, std::span<const Action> actions) {
      for (const auto& action : actions) out[static_cast<std::size_t>(of)][action.name] = &action;
    };
    add(api::Service::glue, database_actions());
    add(api::Service::glue, table_actions());
    add(api::Service::glue, table_version_actions());
    add(api::Service::glue, partition_actions());
    add(api::Service::glue, partition_batch_actions());
    add(api::Service::glue, partition_list_actions());
    add(api::Service::cloudtrail, lookup_actions());
    add(api::Service::sts, sts_actions());
    add(api::Service::lakeformation, lake_grant_actions());
    add(api::Service::lakeformation, lake_listing_actions());
    add(api::Service::lakeformation, lake_settings_actions());
    add(api::Service::lakeformation, lake_tag_actions());
    add(api::Service::lakeformation, lake_assignment_actions());
    add(api::Service::lakeformation, lake_expression_actions());
    add(api::Service::lakeformation, lake_filter_actions());
    add(api::Service::lakeformation, lake_location_actions());
    add(api::Service::lakeformation, lake_opt_in_actions());
    return out;
  }();
  const auto& table = tables[static_cast<std::size_t>(service)];
  const auto at = table.find(name);
  return at == table.end() ? nullptr : at->second;
}

}  // namespace lakemirror::local
