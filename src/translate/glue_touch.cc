#include "translate/glue_touch.h"

#include <algorithm>
#include <array>

#include "translate/reasons.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::Scope;
using Scopes = std::optional<std::vector<Scope>>;

Scopes scope_of_database(std::optional<std::string> name, bool subtree) {
  if (!name) return std::nullopt;
  return std::vector<Scope>{{Key::database(*name), subtree}};
}

std::optional<std::string> name_of_input(const json::object& request, std::string_view input_member) {
  const auto* input = find_member(request, input_member);
  if (input == nullptr || !input->is_object()) return std::nullopt;
  return name_at(input->get_object(), "name");
}

/// A table's name stands in tableInput.name, or at the top (newer requests with openTableFormatInput).
std::optional<std::string> table_name_of(const json::object& request) {
  if (auto name = name_at(request, "name")) return name;
  return name_of_input(request, "tableInput");
}

Scopes scope_of_table(const json::object& request, bool subtree) {
  const auto database = name_at(request, "databaseName");
  const auto table = table_name_of(request);
  if (!database || !table) return std::nullopt;
  return std::vector<Scope>{{Key::table(*database, *table), subtree}};
}

// A database is created with a subtree because the name may have existed before: what its deletion took along
// left no record.
Scopes create_database(const json::object& request) {
  return scope_of_database(name_of_input(request, "databaseInput"), true);
}

/// The name in the input may differ from the one addressed: both are touched, the other one with what lies
/// below it.
void add_renamed(std::vector<Scope>& scopes, Key renamed) {
  if (renamed != scopes.front().key) scopes.push_back({std::move(renamed), true});
}

Scopes update_database(const json::object& request) {
  auto scopes = scope_of_database(name_at(request, "name"), false);
  const auto renamed = name_of_input(request, "databaseInput");
  if (scopes && renamed) add_renamed(*scopes, Key::database(*renamed));
  return scopes;
}

Scopes delete_database(const json::object& request) {
  return scope_of_database(name_at(request, "name"), true);
}
Scopes whole_table(const json::object& request) { return scope_of_table(request, true); }

Scopes update_table(const json::object& request) {
  auto scopes = scope_of_table(request, false);
  const auto database = name_at(request, "databaseName");
  const auto renamed = name_of_input(request, "tableInput");
  if (scopes && database && renamed) add_renamed(*scopes, Key::table(*database, *renamed));
  return scopes;
}

Scopes delete_tables(const json::object& request) {
  const auto database = name_at(request, "databaseName");
  const auto tables = values_at(request, "tablesToDelete");
  if (!database || !tables) return std::nullopt;
  std::vector<Scope> scopes;
  for (const auto& table : *tables) {
    if (table.empty()) return std::nullopt;
    scopes.push_back({Key::table(*database, table), true});
  }
  return scopes;
}

/// Collects partition keys of one table; where a value cannot be read, the whole table stands for it.
class PartitionScopes {
 public:
  explicit PartitionScopes(const json::object& request)
      : database_(name_at(request, "databaseName")), table_(name_at(request, "tableName")) {}

  void add(const json::object& holder, std::string_view member) { add(values_at(holder, member)); }

  /// The values inside a partitionInput; a missing one says nothing about which partition it was.
  void add_input(const json::object& holder, std::string_view member) {
    const auto* input = find_member(holder, member);
    add(input != nullptr && input->is_object() ? values_at(input->get_object(), "values") : std::nullopt);
  }

  void add(std::optional<std::vector<std::string>> values) {
    if (values) {
      values_.push_back(std::move(*values));
    } else {
      unreadable_ = true;
    }
  }

  Scopes take() const {
    if (!database_ || !table_) return std::nullopt;
    if (unreadable_ || values_.empty()) return std::vector<Scope>{{Key::table(*database_, *table_), true}};
    std::vector<Scope> scopes;
    scopes.reserve(values_.size());
    for (const auto& values : values_) scopes.push_back({Key::partition(*database_, *table_, values), false});
    return scopes;
  }

 private:
  std::optional<std::string> database_, table_;
  std::vector<std::vector<std::string>> values_;
  bool unreadable_ = false;
};

Scopes create_partition(const json::object& request) {
  PartitionScopes scopes(request);
  scopes.add_input(request, "partitionInput");
  return scopes.take();
}

/// Whether UpdatePartition may rename is contradictory in what is known of AWS: both names are touched.
Scopes update_partition(const json::object& request) {
  PartitionScopes scopes(request);
  scopes.add(request, "partitionValueList");
  scopes.add_input(request, "partitionInput");
  return scopes.take();
}

Scopes delete_partition(const json::object& request) {
  PartitionScopes scopes(request);
  scopes.add(request, "partitionValues");
  return scopes.take();
}

Scopes each_partition(const json::object& request, std::string_view list_member,
                      void (*add)(PartitionScopes&, const json::object&)) {
  PartitionScopes scopes(request);
  const auto* list = find_member(request, list_member);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  for (const auto& element : list->get_array()) {
    if (element.is_object()) {
      add(scopes, element.get_object());
    } else {
      scopes.add(std::nullopt);
    }
  }
  return scopes.take();
}

Scopes create_partitions(const json::object& request) {
  return each_partition(
      request, "partitionInputList",
      [](PartitionScopes& scopes, const json::object& input) { scopes.add(input, "values"); });
}

Scopes update_partitions(const json::object& request) {
  return each_partition(request, "entries", [](PartitionScopes& scopes, const json::object& entry) {
    scopes.add(entry, "partitionValueList");
    scopes.add_input(entry, "partitionInput");
  });
}

Scopes delete_partitions(const json::object& request) {
  return each_partition(request, "partitionsToDelete", [](PartitionScopes& scopes, const json::object& list) {
    scopes.add(list, "values");
  });
}

// Only an update of the object itself leaves what lies below it alone; every other event may reach it.
constexpr std::array<GlueEvent, 13> known_glue_events = {{
    {"BatchCreatePartition", create_partitions, true},
    {"BatchDeletePartition", delete_partitions, true},
    {"BatchDeleteTable", delete_tables, true},
    {"BatchUpdatePartition", update_partitions, true},
    {"CreateDatabase", create_database, true},
    {"CreatePartition", create_partition, true},
    {"CreateTable", whole_table, true},
    {"DeleteDatabase", delete_database, true},
    {"DeletePartition", delete_partition, true},
    {"DeleteTable", whole_table, true},
    {"UpdateDatabase", update_database, false},
    {"UpdatePartition", update_partition, true},
    {"UpdateTable", update_table, false},
}};

}  // namespace

const GlueEvent* find_glue_event(std::string_view event_name) {
  const auto found = std::find_if(known_glue_events.begin(), known_glue_events.end(),
                                  [&](const auto& event) { return event.name == event_name; });
  return found == known_glue_events.end() ? nullptr : &*found;
}

std::span<const GlueEvent> glue_events() { return known_glue_events; }

std::string reason_to_ignore_glue(std::string_view event_name) {
  if (event_name == "DeleteTableVersion" || event_name == "BatchDeleteTableVersion") {
    return "each Region numbers and keeps table versions by itself";
  }
  return reason_to_ignore_name(event_name);
}

}  // namespace lakemirror::translate
