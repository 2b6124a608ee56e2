#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/scenario.h"

namespace lakemirror::scenarios {

Error unmet(std::string what) { return {.kind = ErrorKind::invalid, .message = std::move(what)}; }

namespace {
constexpr std::string_view broken_operation = "read scenario";
}

Error broken(std::string what) {
  return {.kind = ErrorKind::invalid, .operation = std::string(broken_operation), .message = std::move(what)};
}

bool is_broken(const Error& error) { return error.operation == broken_operation; }

namespace {

std::vector<std::string> texts_at(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  if (const auto* list = array_at(object, name)) {
    for (const auto& value : *list) texts.emplace_back(std::string_view(value.as_string()));
  }
  return texts;
}

Result<void> expect_number(const json::object& wanted, std::string_view name, std::uint64_t found) {
  const auto* value = wanted.if_contains(name);
  if (value == nullptr || value->to_number<std::uint64_t>() == found) return {};
  return fail(unmet(fmt::format("expected {} {}, found {}", value->to_number<std::uint64_t>(), name, found)));
}

/// Lake Formation's part of a dump; empty where it is as in a new account.
const json::object& lake_of(const json::object& dump) {
  static const json::object none;
  const auto* lake = object_at(dump, "lake_formation");
  return lake == nullptr ? none : *lake;
}

/// Whether `found` has what `wanted` names: of an object these members, of a list each of these elements. An
/// empty list wants an empty one.
bool has(const json::value* found, const json::value& wanted) {
  if (found == nullptr) return wanted.is_array() && wanted.get_array().empty();
  if (const auto* members = wanted.if_object()) {
    const auto* object = found->if_object();
    return object != nullptr && std::ranges::all_of(*members, [&](const auto& member) {
             return has(object->if_contains(member.key()), member.value());
           });
  }
  const auto* elements = wanted.if_array();
  if (elements == nullptr) return *found == wanted;
  const auto* list = found->if_array();
  if (list == nullptr || elements->empty()) return list != nullptr && list->empty();
  return std::ranges::all_of(*elements, [&](const auto& element) {
    return std::ranges::any_of(*list, [&](const auto& one) { return has(&one, element); });
  });
}

bool has_element(const json::object& lake, std::string_view list, const json::value& wanted) {
  return has(lake.if_contains(list), json::array{wanted});
}

/// Filters and LF-tags, by the database and table they are on.
bool has_governed(const json::object& lake, const model::Key& key) {
  const auto database = key.database_name(), table = key.table_name();
  if (key.kind() == model::KeyKind::filter) {
    return has_element(lake, "filters",
                       {{"DatabaseName", database}, {"TableName", table}, {"Name", key.name()}});
  }
  if (!table.empty()) return has_element(lake, "assignments", {{"database", database}, {"table", table}});
  const auto* list = array_at(lake, "assignments");
  return list != nullptr && std::ranges::any_of(*list, [&](const auto& one) {
           return text_or(one.as_object(), "database") == database && !one.as_object().contains("table");
         });
}

/// Locations, LF-tags and expressions, by their names.
bool has_named(const json::object& lake, std::string_view member, const std::string& name) {
  const auto* object = object_at(lake, member);
  return object != nullptr && object->contains(name);
}

bool has_key(const json::object& dump, const model::Key& key) {
  const auto& lake = lake_of(dump);
  if (key.kind() == model::KeyKind::location) return has_named(lake, "locations", key.name());
  if (key.kind() == model::KeyKind::tag) return has_named(lake, "tags", key.name());
  if (key.kind() == model::KeyKind::expression) return has_named(lake, "expressions", key.name());
  if (model::is_governance(key.kind())) return has_governed(lake, key);
  const auto& databases = dump.at("databases").as_object();
  const auto* database = databases.if_contains(key.database_name());
  if (database == nullptr || key.kind() == model::KeyKind::database) return database != nullptr;
  const auto* table = database->at("tables").as_object().if_contains(key.table_name());
  if (table == nullptr || key.kind() == model::KeyKind::table) return table != nullptr;
  const auto wanted = key.partition_values();
  for (const auto& partition : table->at("partitions").as_array()) {
    if (texts_at(partition.as_object(), "Values") == wanted) return true;
  }
  return false;
}

/// What the journal says of every entry that is not processed, a line for each.
std::string told(journal::Journal& journal) {
  std::string text;
  for (const auto flag : {model::ProcessedFlag::pending, model::ProcessedFlag::parked}) {
    const auto entries = journal.list({.flag = flag});
    if (!entries) continue;
    for (const auto& entry : *entries) {
      text += fmt::format("\n  {} {}: {}; {}", flag == model::ProcessedFlag::parked ? "parked" : "pending",
                          entry.event.event_name, entry.error, entry.hint);
    }
  }
  return text;
}

Result<void> expect_numbers(const model::Counts& counts, const json::object& wanted) {
  LM_CHECK(expect_number(wanted, "pending", counts.pending));
  LM_CHECK(expect_number(wanted, "parked", counts.parked));
  LM_CHECK(expect_number(wanted, "processed", counts.processed));
  const auto* outcomes = object_at(wanted, "outcomes");
  if (outcomes == nullptr) return {};
  std::map<std::string, std::uint64_t, std::less<>> found;
  for (const auto& [kind, count] : counts.by_outcome) found.emplace(model::to_string(kind), count);
  for (const auto& member : *outcomes) {
    if (!model::parse_outcome_kind(member.key()))
      return fail(broken("there is no outcome " + std::string(member.key())));
    LM_CHECK(expect_number(*outcomes, member.key(), found[std::string(member.key())]));
  }
  return {};
}

Result<void> expect_failing(journal::Journal& journal, const json::object& wanted) {
  if (!wanted.contains("failing")) return {};
  LM_TRY(const auto pending, journal.list({.flag = model::ProcessedFlag::pending}));
  const auto failing = std::ranges::count_if(
      pending, [](const auto& entry) { return entry.failed_since.has_value() && !entry.error.empty(); });
  auto as_wanted = expect_number(wanted, "failing", static_cast<std::uint64_t>(failing));
  return as_wanted ? std::move(as_wanted) : fail(unmet(as_wanted.error().message + told(journal)));
}

/// One of the entries with that flag has the wanted words in that text.
Result<void> expect_part(journal::Journal& journal, const json::object& wanted, std::string_view name,
                         std::string model::Entry::*text, model::ProcessedFlag flag) {
  const auto part = text_or(wanted, name);
  if (part.empty()) return {};
  LM_TRY(const auto entries, journal.list({.flag = flag}));
  std::string found;
  for (const auto& entry : entries) {
    if ((entry.*text).find(part) != std::string::npos) return {};
    found += "\n  " + entry.event.event_name + ": " + entry.*text;
  }
  return fail(unmet(fmt::format("no entry's {} contains: {}{}{}", name, part, found, told(journal))));
}

}  // namespace

Result<void> expect_counts(journal::Journal& journal, const json::object& wanted) {
  LM_TRY(const auto counts, journal.counts());
  if (const auto as_wanted = expect_numbers(counts, wanted); !as_wanted)
    return fail(is_broken(as_wanted.error()) ? as_wanted.error()
                                             : unmet(as_wanted.error().message + told(journal)));
  LM_CHECK(expect_failing(journal, wanted));
  LM_CHECK(expect_part(journal, wanted, "hint", &model::Entry::hint, model::ProcessedFlag::parked));
  LM_CHECK(expect_part(journal, wanted, "error", &model::Entry::error, model::ProcessedFlag::parked));
  return expect_part(journal, wanted, "reason", &model::Entry::reason, model::ProcessedFlag::processed);
}

namespace {

Result<void> expect_grants(const json::object& lake, const json::object& wanted) {
  for (const auto* member : {"grants", "no_grants"}) {
    const auto* rows = array_at(wanted, member);
    if (rows == nullptr) continue;
    const bool expected = member == std::string_view("grants");
    for (const auto& row : *rows) {
      if (has_element(lake, "grants", row) == expected) continue;
      return fail(unmet(fmt::format(
          "the target {} {}; it grants {}", expected ? "does not grant" : "grants", json::serialize(row),
          lake.contains("grants") ? json::serialize(lake.at("grants")) : "nothing")));
    }
  }
  return {};
}

}  // namespace

Result<void> expect_lake(const local::Aws& aws, std::string_view target_account, const json::object& wanted) {
  const auto target = aws.dump(target_account, "us-west-2");
  const auto& lake = lake_of(target);
  LM_CHECK(expect_grants(lake, wanted));
  const auto* subset = wanted.if_contains("lake_formation");
  const json::value found(lake);
  if (subset == nullptr || has(&found, *subset)) return {};
  return fail(unmet("the target's Lake Formation has not " + json::serialize(*subset) + " but " +
                    json::serialize(lake)));
}

Result<void> expect_catalogs(const local::Aws& aws, std::string_view target_account,
                             const workload::BucketPairs& buckets,
                             const std::set<std::string>& own_principals, const json::object& wanted) {
  const auto target = aws.dump(target_account, "us-west-2");
  for (const auto* list : {"target_has", "target_lacks"}) {
    const bool wants_it = list == std::string_view("target_has");
    for (const auto& text : texts_at(wanted, list)) {
      const auto key = model::Key::parse(text);
      if (!key) return fail(broken("there is no key " + text));
      if (has_key(target, *key) == wants_it) continue;
      return fail(unmet((wants_it ? "the target lacks " : "the target has ") + text));
    }
  }
  const auto* equal = wanted.if_contains("equal");
  if (equal == nullptr) return {};
  const auto comparison = workload::compare(aws.dump("", "us-east-1"), target,
                                            {.buckets = buckets, .own_principals = own_principals});
  if (comparison.equal() == equal->as_bool()) return {};
  std::string what = equal->as_bool() ? "the two sides differ:" : "the two sides are equal";
  for (const auto& difference : comparison.differences) what += "\n  " + difference.text;
  return fail(unmet(std::move(what)));
}

}  // namespace lakemirror::scenarios
