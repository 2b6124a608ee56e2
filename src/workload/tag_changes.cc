#include <algorithm>

#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

struct TagPlan {
  std::string key;
  std::vector<std::string> values;
};

// In one spelling each: whether AWS folds them is contradictory. No two are the same but for case.
const std::vector<TagPlan>& tag_plans() {
  static const std::vector<TagPlan> plans = {{"team", {"sales", "Finance", "ops"}},
                                             {"Sensitivity", {"public", "PII", "secret"}},
                                             {"cost-center", {"100", "200", "300"}},
                                             {"stage", {"raw", "Curated"}}};
  return plans;
}

const TagPlan& plan_of(const std::string& key) {
  return *std::find_if(tag_plans().begin(), tag_plans().end(),
                       [&](const auto& plan) { return plan.key == key; });
}

std::string tag_subject(const std::string& key) {
  return GrantedOn{.kind = GrantedOn::Kind::tag, .name = key}.subject();
}

struct TagPlace {
  std::string database, table;
  std::vector<std::string> columns;

  std::vector<LakeState::Place> places() const {
    if (columns.empty()) return {{database, table, ""}};
    std::vector<LakeState::Place> out;
    for (const auto& column : columns) out.emplace_back(database, table, column);
    return out;
  }
  GrantedOn on() const {
    const auto kind = table.empty()     ? GrantedOn::Kind::database
                      : columns.empty() ? GrantedOn::Kind::table
                                        : GrantedOn::Kind::columns;
    return {.kind = kind, .database = database, .table = table, .names = columns};
  }
};

std::optional<TagPlace> something_to_tag(Studio& studio) {
  if (studio.random.chance(0.25)) {
    const auto database = some_database(studio);
    return database ? std::optional(TagPlace{.database = *database, .table = {}, .columns = {}})
                    : std::nullopt;
  }
  const auto table =
      some_table(studio, [](const TableState& found) { return !common_columns(found).empty(); });
  if (!table) return std::nullopt;
  TagPlace place{.database = table->database, .table = table->name, .columns = {}};
  if (studio.random.chance(0.4)) place.columns = some_of(studio.random, common_columns(*table->table), 2);
  return place;
}

json::object pair_json(const std::string& key, const std::string& value) {
  return {{"TagKey", key}, {"TagValues", json::array{value}}};
}

json::object tagging(Studio& studio, const TagPlace& place, json::array pairs) {
  return {{"Resource", resource_json(studio, place.on())}, {"LFTags", std::move(pairs)}};
}

}  // namespace

std::optional<Change> create_tag(Studio& studio) {
  std::vector<TagPlan> free;
  for (const auto& plan : tag_plans()) {
    if (!studio.state.lake.tags.contains(plan.key)) free.push_back(plan);
  }
  if (free.empty()) return std::nullopt;
  const auto& plan = pick(studio.random, free);
  const auto values = some_of(studio.random, plan.values, 3);
  return lake_change("CreateLFTag", tag_subject(plan.key),
                     {{"TagKey", plan.key}, {"TagValues", texts(values)}},
                     [key = plan.key, values](State& state) {
                       state.lake.tags[key] = {values.begin(), values.end()};
                     });
}

std::optional<Change> update_tag(Studio& studio) {
  const auto& lake = studio.state.lake;
  if (lake.tags.empty()) return std::nullopt;
  const auto key = pick(studio.random, keys_of(lake.tags));
  const auto& held = lake.tags.at(key);
  std::vector<std::string> more, unused;
  for (const auto& value : plan_of(key).values) {
    if (!held.contains(value)) {
      more.push_back(value);
    } else if (!lake.is_value_used(key, value)) {
      unused.push_back(value);
    }
  }
  std::vector<std::string> added, gone;
  if (!more.empty()) added = some_of(studio.random, more, 2);
  const bool may_lose = held.size() + added.size() > 1 && !unused.empty();
  if (may_lose && (added.empty() || studio.random.chance(0.5))) gone = {pick(studio.random, unused)};
  json::object input{{"TagKey", key}};
  if (!added.empty()) input["TagValuesToAdd"] = texts(added);
  if (!gone.empty()) input["TagValuesToDelete"] = texts(gone);
  if (input.size() == 1) return std::nullopt;
  return lake_change("UpdateLFTag", tag_subject(key), std::move(input), [=](State& state) {
    auto& values = state.lake.tags[key];
    values.insert(added.begin(), added.end());
    for (const auto& value : gone) values.erase(value);
  });
}

/// It goes from every resource. A policy that names it would stay behind without a meaning, and could be made
/// nowhere else: such tags are left alone.
std::optional<Change> delete_tag(Studio& studio) {
  const auto& lake = studio.state.lake;
  if (lake.tags.size() <= studio.options.keep.tags) return std::nullopt;
  std::vector<std::string> keys;
  for (const auto& key : keys_of(lake.tags)) {
    auto without = lake;
    without.remove_tag(key);
    const bool spares = without.assignments.size() == lake.assignments.size() ||
                        without.assignments.size() >= studio.options.keep.tagged_resources;
    if (spares && !lake.is_in_expressions(key)) keys.push_back(key);
  }
  if (keys.empty()) return std::nullopt;
  const auto key = pick(studio.random, keys);
  return lake_change("DeleteLFTag", tag_subject(key), {{"TagKey", key}},
                     [key](State& state) { state.lake.remove_tag(key); });
}

std::optional<Change> add_tags(Studio& studio) {
  const auto& tags = studio.state.lake.tags;
  const auto place = something_to_tag(studio);
  if (tags.empty() || !place) return std::nullopt;
  json::array pairs;
  std::map<std::string, std::string> added;
  for (const auto& key : some_of(studio.random, keys_of(tags), 2)) {
    const auto& values = tags.at(key);
    added[key] = pick(studio.random, std::vector<std::string>(values.begin(), values.end()));
    pairs.push_back(pair_json(key, added[key]));
  }
  if (studio.random.chance(0.15)) pairs.push_back(pair_json("no-such-tag", "x"));  // answered in Failures
  return lake_change("AddLFTagsToResource", place->on().subject(), tagging(studio, *place, std::move(pairs)),
                     [places = place->places(), added](State& state) {
                       for (const auto& at : places) {
                         for (const auto& [key, value] : added) state.lake.assignments[at][key] = value;
                       }
                     });
}

std::optional<Change> remove_tags(Studio& studio) {
  const auto& assignments = studio.state.lake.assignments;
  if (assignments.size() <= studio.options.keep.tagged_resources) return std::nullopt;
  const auto found =
      std::next(assignments.begin(), static_cast<std::ptrdiff_t>(studio.random.below(assignments.size())));
  const auto& [database, table, column] = found->first;
  TagPlace place{.database = database, .table = table, .columns = {}};
  if (!column.empty()) place.columns = {column};
  const auto key = pick(studio.random, keys_of(found->second));
  json::array pairs = {pair_json(key, found->second.at(key))};
  if (studio.random.chance(0.15)) pairs.push_back(pair_json("no-such-tag", "x"));  // answered in Failures
  return lake_change("RemoveLFTagsFromResource", place.on().subject(),
                     tagging(studio, place, std::move(pairs)), [at = found->first, key](State& state) {
                       auto& tags = state.lake.assignments[at];
                       tags.erase(key);
                       if (tags.empty()) state.lake.assignments.erase(at);
                     });
}

}  // namespace lakemirror::workload
