#include <fmt/format.h>

#include <regex>

#include "base/text.h"
#include "local/actions.h"
#include "local/json_text.h"
#include "local/lake_defaults.h"
#include "local/lake_gate.h"
#include "local/lake_rights.h"
#include "local/page_token.h"
#include "local/places.h"
#include "local/table_formats.h"
#include "local/table_text.h"

namespace lakemirror::local {

namespace {

std::shared_ptr<const std::vector<PartitionKey>> read_keys(const json::object& input) {
  const json::array* keys = array_at(input, "PartitionKeys");
  if (keys == nullptr || keys->empty()) return nullptr;
  std::vector<PartitionKey> out;
  for (const auto& key : *keys) {
    const auto& column = key.get_object();
    out.push_back({fold(text_or(column, "Name")), std::string(text_or(column, "Type"))});
  }
  return std::make_shared<const std::vector<PartitionKey>>(std::move(out));
}

/// The name is in the TableInput, or beside it (the newer form, used with OpenTableFormatInput).
Result<std::string> table_name(const Call& call) {
  const json::object* input = object_at(call.from.input, "TableInput");
  const std::string_view inner = input == nullptr ? std::string_view() : text_or(*input, "Name");
  const std::string_view outer = call.text("Name");
  if (inner.empty() && outer.empty()) return invalid_input("Table name cannot be null or empty.");
  return fold(inner.empty() ? outer : inner);
}

void describe_table(Call& call, Table& table, const json::object& input) {
  table.body =
      make_body(input, *api::find_shape(api::Service::glue, "TableInput"), "Name", call.region.catalog.texts);
  table.keys = read_keys(input);
  table.multi_dialect_view = input.contains("ViewDefinition");
}

Answer create_table(Call& call) {
  LM_TRY(const DatabasePlace place, follow_database(call, call.text("DatabaseName"), {}));
  LM_TRY(const std::string name, table_name(call));
  LM_TRY(const json::object input, create_table_input(call));
  auto link = read_link(input, "TargetTable");
  if (link && place.linked) return invalid_input("A resource link cannot be created inside a resource link.");
  if (place.database->tables->find(name) != nullptr) return already_exists("Table already exists.");
  Table table{.created = call.second(),
              .updated = call.second(),
              .created_by = call.region.catalog.texts.intern(call.from.principal_arn),
              .link = std::move(link),
              .contents = std::make_shared<TableContents>()};
  describe_table(call, table, input);
  place.database->tables->put(name, std::move(table), call.moment());
  grant_defaults(call, place.name, name);
  call.touch_table(place.name, name);
  return "{}";
}

Answer get_table(Call& call) {
  LM_TRY(const TablePlace place,
         find_table(call, call.text("DatabaseName"), call.text("Name"), call.view, "Entity Not Found"));
  const auto narrowed = Rights::of_caller(call).narrowed(place.database_name, place.name, *place.table);
  std::string out = "{\"Table\":";
  append_table(out, call, place.database_name, place.name, narrowed ? *narrowed : *place.table, nullptr,
               is_registered(call, *place.table));
  out += '}';
  return out;
}

Result<std::optional<std::regex>> name_filter(const Call& call) {
  const std::string_view expression = call.text("Expression");
  if (expression.empty()) return std::nullopt;
  try {
    // Without libstdc++'s own flag some expressions take longer than anybody waits, with the Region's lock
    // held.
    return std::regex(expression.begin(), expression.end(),
                      std::regex::ECMAScript | std::regex::icase | std::regex_constants::__polynomial);
  } catch (const std::regex_error&) {
    return invalid_input(fmt::format("Invalid expression: {}", expression));
  }
}

/// AttributesToGet: the name, and the type where it was asked for.
void append_attributes(std::string& out, const json::array& wanted, const std::string& name,
                       const Table& table) {
  ObjectText text(out);
  text.text("Name", name);
  for (const auto& attribute : wanted) {
    if (attribute != "TABLE_TYPE") continue;
    const json::object body = table.body.object();
    if (const auto type = text_or(body, "TableType"); !type.empty()) text.text("TableType", type);
  }
  text.close();
}

/// By name; NextToken only while there is more (seen). Through a database link the target's tables, under the
/// target's name (seen).
Answer get_tables(Call& call) {
  LM_TRY(const DatabasePlace place, follow_database(call, call.text("DatabaseName"), call.view));
  LM_TRY(const auto filter, name_filter(call));
  std::string after;
  if (const auto token = call.text("NextToken"); !token.empty()) {
    LM_TRY(const json::object position, read_token(token, call.now));
    after = text_or(position, "last");
  }
  const std::size_t limit = call.page_limit(100);
  const json::array* attributes = array_at(call.from.input, "AttributesToGet");
  std::string out = "{\"TableList\":[";
  const Rights rights = Rights::of_caller(call);
  std::size_t count = 0;
  bool more = false;
  place.database->tables->scan(after, call.view, [&](const std::string& name, const Table& table) {
    if (filter && !std::regex_match(name, *filter)) return true;
    if (!rights.sees(place.name, name, table)) return true;  // left out without a word: seen
    if (count == limit) return !(more = true);
    if (count++ > 0) out += ',';
    if (attributes != nullptr) {
      append_attributes(out, *attributes, name, table);
    } else {
      const auto narrowed = rights.narrowed(place.name, name, table);
      append_table(out, call, place.name, name, narrowed ? *narrowed : table);
    }
    after = name;
    return true;
  });
  out += ']';
  if (more) {
    out += ",\"NextToken\":";
    append_string(out, make_token({{"last", after}}, call.now));
  }
  out += '}';
  return out;
}

/// Replaces the whole description, and counts the version up whether or not the old one is kept (seen).
Answer update_table(Call& call) {
  LM_TRY(const std::string name, table_name(call));
  LM_TRY(const TablePlace place, follow_table(call, call.text("DatabaseName"), name, {}));
  if (place.links > 1) return invalid_input("A resource link cannot be updated through a resource link.");
  const Table& old = *place.table;
  if (const auto expected = call.text("VersionId");
      !expected.empty() && expected != std::to_string(old.version)) {
    return fault("ConcurrentModificationException", "Update table failed due to concurrent modifications.");
  }
  LM_TRY(json::object input, update_table_input(call, old));
  if (place.links > 0) input.erase("TargetTable");
  constexpr std::size_t most_versions = 100'000;  // AWS's quota of versions per table
  if (!call.flag("SkipArchive") && old.contents->archived.size() + 1 >= most_versions) {
    return fault(
        "ResourceNumberLimitExceededException",
        fmt::format("Number of TABLE_VERSION resources exceeds the limit {} per TABLE", most_versions));
  }
  Table updated = old;
  updated.updated = call.second();
  ++updated.version;
  updated.link = place.links > 0 ? nullptr : read_link(input, "TargetTable");
  describe_table(call, updated, input);
  if (!call.flag("SkipArchive")) old.contents->archived.push_back(current_version(old));
  place.database->tables->put(place.name, std::move(updated), call.moment());
  call.touch_table(place.database_name, place.name);
  return "{}";
}

/// Of a table link, only the link. Through a database link, the target's table.
Answer delete_table(Call& call) {
  LM_TRY(const TablePlace place, find_table(call, call.text("DatabaseName"), call.text("Name"), {},
                                            table_not_found(call.text("Name"))));
  place.database->tables->erase(place.name, call.moment());
  forget_table(call, place.database_name, place.name);
  call.touch_table(place.database_name, place.name);
  return "{}";
}

/// One of a batch. That who may not drop it is denied that one table alone is derived.
Result<void> drop_table(Call& call, const Rights& rights, const DatabasePlace& place,
                        const std::string& name) {
  const Table* table = place.database->tables->find(name);
  if (table == nullptr) return not_found(fmt::format("Table {} not found", name));  // no full stop: seen
  if (!rights.unrestricted() && !rights.on_table(place.name, name, *table).may(Permission::drop))
    return denied_lake_right("Drop", name);
  place.database->tables->erase(name, call.moment());
  forget_table(call, place.name, name);
  call.touch_table(place.name, name);
  return {};
}

Answer batch_delete_table(Call& call) {
  LM_TRY(const DatabasePlace place, follow_database(call, call.text("DatabaseName"), {}));
  call.touch_database(place.name);
  const Rights rights = Rights::of_caller(call);
  std::string out = "{\"Errors\":[";
  for (const auto& element : call.array("TablesToDelete")) {
    const std::string name = fold(element.get_string());
    const Result<void> dropped = drop_table(call, rights, place, name);
    if (dropped) continue;
    if (out.back() != '[') out += ',';
    append_json(out, {{"TableName", name},
                      {"ErrorDetail",
                       {{"ErrorCode", dropped.error().code}, {"ErrorMessage", dropped.error().message}}}});
  }
  out += "]}";
  return out;
}

constexpr Action all_table_actions[] = {
    {"CreateTable", create_table, false}, {"GetTable", get_table, true},
    {"GetTables", get_tables, true},      {"UpdateTable", update_table, false},
    {"DeleteTable", delete_table, false}, {"BatchDeleteTable", batch_delete_table, false},
};

}  // namespace

std::span<const Action> table_actions() { return all_table_actions; }

}  // namespace lakemirror::local
