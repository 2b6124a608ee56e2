#include "workload/comparison.h"

#include <fmt/format.h>

#include <map>

#include "workload/comparison_rules.h"
#include "workload/lake_comparison.h"

namespace lakemirror::workload {
namespace {

const json::object nothing;

const json::object& part(const json::object& object, std::string_view name) {
  const auto* found = object_at(object, name);
  return found == nullptr ? nothing : *found;
}

enum CountedKind { databases, tables, views, iceberg_tables, resource_links, partitions, kinds };
constexpr std::string_view kind_names[kinds] = {"databases",      "tables",         "views",
                                                "iceberg tables", "resource links", "partitions"};

CountedKind kind_of(const json::object& table) {
  if (table.contains("TargetTable")) return resource_links;
  if (text_or(table, "TableType") == "VIRTUAL_VIEW") return views;
  if (text_or(part(table, "Parameters"), "table_type") == "ICEBERG") return iceberg_tables;
  return tables;
}

// What the tables of a resource link are given goes by the database it leads to; the link's own word is what
// the settings said when it was made, and has no effect.
json::object database_body(const json::object& dump) {
  json::object body = part(dump, "database");
  if (body.contains("TargetDatabase")) body.erase("CreateTableDefaultPermissions");
  return body;
}

using Partitions = std::map<std::vector<std::string>, const json::object*>;

// Partitions have no order of their own: their values name them.
Partitions by_values(const json::object& table_dump) {
  Partitions out;
  const auto* list = array_at(table_dump, "partitions");
  if (list == nullptr) return out;
  for (const auto& element : *list) {
    const auto* partition = element.if_object();
    if (partition == nullptr) continue;
    std::vector<std::string> values;
    if (const auto* texts = array_at(*partition, "Values")) {
      for (const auto& value : *texts)
        values.emplace_back(value.is_string() ? std::string(value.get_string()) : "");
    }
    out[values] = partition;
  }
  return out;
}

class Judge {
 public:
  explicit Judge(const ComparisonOptions& options) : options_(options) {
    for (const auto name : kind_names) result_.counts.push_back({name, 0, 0});
  }

  Comparison judge(const json::object& source, const json::object& target) && {
    const auto& expected = part(source, "databases");
    const auto& found = part(target, "databases");
    each(expected, found, [&](std::string_view name, const json::object* a, const json::object* b) {
      database(std::string(name), a, b);
    });
    return std::move(result_);
  }

 private:
  // Calls back once for every name on either side, with what that side has or nullptr.
  template <class Callback>
  static void each(const json::object& a, const json::object& b, Callback callback) {
    for (const auto& [name, value] : a) callback(name, value.if_object(), object_at(b, name));
    for (const auto& [name, value] : b) {
      if (!a.contains(name)) callback(name, static_cast<const json::object*>(nullptr), value.if_object());
    }
  }

  void count(CountedKind source_kind, bool at_source, CountedKind target_kind, bool at_target) {
    if (at_source) ++result_.counts[source_kind].source;
    if (at_target) ++result_.counts[target_kind].target;
  }

  void differ(Difference difference) { add_difference(result_, std::move(difference), options_); }

  // True when both sides have the object; otherwise says on which side alone it is.
  bool on_both(const void* a, const void* b, const Difference& subject) {
    if (a != nullptr && b != nullptr) return true;
    auto difference = subject;
    difference.text += a != nullptr ? ": only at the source" : ": only at the target";
    differ(std::move(difference));
    return false;
  }

  void bodies(const json::object& expected, const json::object& found, const Difference& subject) {
    const auto words = first_difference(expected_body(expected, options_.buckets), own_content(found), "");
    if (words.empty()) return;
    auto difference = subject;
    difference.text += ": " + words;
    differ(std::move(difference));
  }

  void database(const std::string& name, const json::object* a, const json::object* b) {
    count(databases, a != nullptr, databases, b != nullptr);
    const Difference subject{name, "", {}, fmt::format("database {}", name)};
    if (on_both(a, b, subject)) bodies(database_body(*a), database_body(*b), subject);
    each(a != nullptr ? part(*a, "tables") : nothing, b != nullptr ? part(*b, "tables") : nothing,
         [&](std::string_view table_name, const json::object* table_a, const json::object* table_b) {
           table(name, std::string(table_name), table_a, table_b);
         });
  }

  void table(const std::string& database, const std::string& name, const json::object* a,
             const json::object* b) {
    count(a != nullptr ? kind_of(part(*a, "table")) : tables, a != nullptr,
          b != nullptr ? kind_of(part(*b, "table")) : tables, b != nullptr);
    const Difference subject{database, name, {}, fmt::format("table {}.{}", database, name)};
    if (on_both(a, b, subject)) bodies(part(*a, "table"), part(*b, "table"), subject);

    const auto expected = a != nullptr ? by_values(*a) : Partitions();
    const auto found = b != nullptr ? by_values(*b) : Partitions();
    result_.counts[partitions].source += expected.size();
    result_.counts[partitions].target += found.size();
    // The partitions of a table that one side lacks altogether would only repeat what was said of the table.
    if (a != nullptr && b != nullptr) all_partitions(subject, expected, found);
  }

  void all_partitions(const Difference& table, const Partitions& expected, const Partitions& found) {
    const auto subject = [&](const std::vector<std::string>& values) {
      return Difference{
          table.database, table.table, values,
          fmt::format("partition {}.{} [{}]", table.database, table.table, fmt::join(values, ", "))};
    };
    for (const auto& [values, body] : expected) {
      const auto other = found.find(values);
      if (on_both(body, other == found.end() ? nullptr : other->second, subject(values))) {
        bodies(*body, *other->second, subject(values));
      }
    }
    for (const auto& [values, body] : found) {
      if (!expected.contains(values)) on_both(nullptr, body, subject(values));
    }
  }

  const ComparisonOptions& options_;
  Comparison result_;
};

}  // namespace

Comparison compare(const json::object& source_dump, const json::object& target_dump,
                   const ComparisonOptions& options) {
  auto result = Judge(options).judge(source_dump, target_dump);
  if (options.lake_formation) compare_lakes(source_dump, target_dump, options, result);
  return result;
}

}  // namespace lakemirror::workload
