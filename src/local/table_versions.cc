#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "local/actions.h"
#include "local/json_text.h"
#include "local/page_token.h"
#include "local/places.h"
#include "local/table_text.h"

namespace lakemirror::local {

namespace {

Result<TablePlace> versioned_table(const Call& call, View view) {
  const std::string_view name = call.text("TableName");
  return find_table(call, call.text("DatabaseName"), name, view, table_not_found(name));
}

void append_version(std::string& out, const Call& call, const TablePlace& place,
                    const TableVersion& version) {
  out += "{\"Table\":";
  append_table(out, call, place.database_name, place.name, *place.table, &version);
  out += ",\"VersionId\":";
  append_string(out, std::to_string(version.number));
  out += '}';
}

/// Archived versions below the current one; a stale view may be older than the archive.
std::span<const TableVersion> archive_of(const Table& table) {
  const auto& all = table.contents->archived;
  const auto end = std::ranges::lower_bound(all, table.version, {}, &TableVersion::number);
  return {all.begin(), end};
}

/// The number a VersionId names; -1 for what never was one.
std::int64_t version_number_of(std::string_view version) {
  std::int64_t number = -1;
  const auto parsed = std::from_chars(version.data(), version.data() + version.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == version.data() + version.size() ? number : -1;
}

/// The words differ between a number that was skipped or deleted and one that never was (seen
/// at AWS).
tl::unexpected<Error> no_version(const Table& table, std::int64_t number) {
  return not_found(number >= 0 && number < table.version ? "Table version not found." : "Version not found.");
}

Answer get_table_version(Call& call) {
  LM_TRY(const TablePlace place, versioned_table(call, call.view));
  const std::string_view wanted = call.text("VersionId");
  const std::int64_t number = wanted.empty() ? place.table->version : version_number_of(wanted);
  std::string out = "{\"TableVersion\":";
  if (number == place.table->version) {
    append_version(out, call, place, current_version(*place.table));
  } else {
    const auto archive = archive_of(*place.table);
    const auto at = std::ranges::find(archive, number, &TableVersion::number);
    if (at == archive.end()) return no_version(*place.table, number);
    append_version(out, call, place, *at);
  }
  out += '}';
  return out;
}

/// Newest first, the current one included (seen).
Answer get_table_versions(Call& call) {
  LM_TRY(const TablePlace place, versioned_table(call, call.view));
  std::int64_t below = place.table->version + 1;
  if (const auto token = call.text("NextToken"); !token.empty()) {
    LM_TRY(const json::object position, read_token(token, call.now));
    below = version_number_of(text_or(position, "last"));
  }
  const std::size_t limit = call.page_limit(100);
  std::string out = "{\"TableVersions\":[";
  std::size_t count = 0;
  const auto add = [&](const TableVersion& version) {
    if (count++ > 0) out += ',';
    append_version(out, call, place, version);
    below = version.number;
  };
  if (below > place.table->version) add(current_version(*place.table));
  const auto archive = archive_of(*place.table);
  auto next = std::ranges::lower_bound(archive, below, {}, &TableVersion::number);
  for (; next != archive.begin() && count < limit; --next) add(*std::prev(next));
  out += ']';
  if (next != archive.begin()) {
    out += ",\"NextToken\":";
    append_string(out, make_token({{"last", std::to_string(below)}}, call.now));
  }
  out += '}';
  return out;
}

Result<void> erase_version(const Table& table, std::string_view version) {
  const std::int64_t number = version_number_of(version);
  if (number == table.version) return invalid_input("VersionId cannot be equal to the latest.");
  auto& archive = table.contents->archived;
  const auto at = std::ranges::find(archive, number, &TableVersion::number);
  if (at == archive.end()) return no_version(table, number);
  archive.erase(at);
  return {};
}

Answer delete_table_version(Call& call) {
  LM_TRY(const TablePlace place, versioned_table(call, {}));
  LM_CHECK(erase_version(*place.table, call.text("VersionId")));
  call.touch_table(place.database_name, place.name);
  return "{}";
}

Answer batch_delete_table_version(Call& call) {
  LM_TRY(const TablePlace place, versioned_table(call, {}));
  call.touch_table(place.database_name, place.name);
  json::array errors;
  for (const auto& element : call.array("VersionIds")) {
    const std::string_view version = element.get_string();
    const auto erased = erase_version(*place.table, version);
    if (erased) continue;
    errors.push_back(
        {{"TableName", place.name},
         {"VersionId", version},
         {"ErrorDetail", {{"ErrorCode", erased.error().code}, {"ErrorMessage", erased.error().message}}}});
  }
  return json::serialize(json::object{{"Errors", std::move(errors)}});
}

constexpr Action all_table_version_actions[] = {
    {"GetTableVersion", get_table_version, true},
    {"GetTableVersions", get_table_versions, true},
    {"DeleteTableVersion", delete_table_version, false},
    {"BatchDeleteTableVersion", batch_delete_table_version, false},
};

}  // namespace

std::span<const Action> table_version_actions() { return all_table_version_actions; }

}  // namespace lakemirror::local
