#include <fmt/format.h>

#include "scenarios/scenario.h"

namespace lakemirror::scenarios {

Error unmet(std::string what) { return {.kind = ErrorKind::invalid, .message = std::move(what)}; }

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

bool has_key(const json::object& dump, const model::Key& key) {
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

}  // namespace

Result<void> expect_counts(journal::Journal& journal, const json::object& wanted) {
  LM_TRY(const auto counts, journal.counts());
  LM_CHECK(expect_number(wanted, "pending", counts.pending));
  LM_CHECK(expect_number(wanted, "parked", counts.parked));
  LM_CHECK(expect_number(wanted, "processed", counts.processed));
  if (const auto* outcomes = object_at(wanted, "outcomes")) {
    for (const auto& [kind, found] : counts.by_outcome)
      LM_CHECK(expect_number(*outcomes, model::to_string(kind), found));
  }
  const auto hint = text_or(wanted, "hint");
  if (hint.empty()) return {};
  LM_TRY(const auto parked, journal.list({.flag = model::ProcessedFlag::parked}));
  for (const auto& entry : parked) {
    if (entry.hint.find(hint) != std::string::npos) return {};
  }
  return fail(unmet("no parked entry has a hint with: " + std::string(hint)));
}

Result<void> expect_catalogs(const local::Aws& aws, const workload::BucketPairs& buckets,
                             const json::object& wanted) {
  const auto target = aws.dump("", "us-west-2");
  for (const auto& text : texts_at(wanted, "target_has")) {
    if (!has_key(target, *model::Key::parse(text))) return fail(unmet("the target lacks " + text));
  }
  for (const auto& text : texts_at(wanted, "target_lacks")) {
    if (has_key(target, *model::Key::parse(text))) return fail(unmet("the target has " + text));
  }
  const auto* equal = wanted.if_contains("equal");
  if (equal == nullptr) return {};
  const auto comparison = workload::compare(aws.dump("", "us-east-1"), target, {.buckets = buckets});
  if (comparison.equal() == equal->as_bool()) return {};
  std::string what = equal->as_bool() ? "the two sides differ:" : "the two sides are equal";
  for (const auto& difference : comparison.differences) what += "\n  " + difference.text;
  return fail(unmet(std::move(what)));
}

}  // namespace lakemirror::scenarios
