#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "local/actions.h"
#include "local/lake_gate.h"
#include "local/lake_request.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

constexpr std::size_t most_tags_of_resource = 50;  // on one resource: documented

/// What can bear tags: a database, a table by name, columns by name.
Result<LakeResource> taggable(const Call& call) {
  LM_TRY(LakeResource resource, read_resource(call, call.object("Resource")));
  const bool bears = resource.kind == Kind::database || resource.kind == Kind::columns ||
                     (resource.kind == Kind::table && !resource.table.empty());
  // That wildcards are refused is seen, the words are derived.
  if (!bears) return invalid_input("LF-Tags can be put on a database, a table or named columns only.");
  LM_CHECK(check_resource(call, resource));
  return resource;
}

/// Where the tags of a resource are kept: one place, or one for each column.
std::vector<std::string> places_of(const LakeResource& resource) {
  if (resource.kind != Kind::columns) return {resource.key()};
  std::vector<std::string> out;
  for (const auto& column : resource.names)
    out.push_back(column_key(resource.database, resource.table, column));
  return out;
}

struct TagAndValue {
  std::string key;
  std::string value;
};

json::object failure_of(const Call& call, const json::object& pair, const Error& error) {
  json::object tag = pair;
  tag["CatalogId"] = call.region.account;  // filled in: seen
  return {{"LFTag", std::move(tag)}, {"Error", {{"ErrorCode", error.code}, {"ErrorMessage", error.message}}}};
}

Result<TagAndValue> read_tag(const Call& call, const json::object& pair) {
  const json::array* values = array_at(pair, "TagValues");
  // One value to a key (documented); the words are derived.
  if (values == nullptr || values->size() != 1)
    return invalid_input("A resource takes exactly one value of an LF-Tag.");
  return TagAndValue{.key = tag_text(call, text_or(pair, "TagKey")),
                     .value = tag_text(call, values->front().get_string())};
}

/// Who is no admin puts on what may be associated, where something of the resource may be altered at all.
bool may_associate(const Call& call, const TagAndValue& tag) {
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted() || rights.admin()) return true;
  bool found = false;
  const std::string prefix = LakeResource{.kind = Kind::tag, .name = tag.key}.key();
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    const auto& values = grant.resource.names;
    found = rights.on(grant.resource).may(Permission::associate) &&
            (std::ranges::find(values, tag.value) != values.end() ||
             std::ranges::find(values, "*") != values.end());
    return !found;
  });
  return found;
}

Result<void> add_tag(Call& call, const LakeResource& resource, const json::object& pair) {
  const auto read = read_tag(call, pair);
  if (!read) return fail(read.error());
  const TagAndValue& tag = *read;
  if (tag.value == "*" || !tag_exists(call, tag.key, {tag.value}))
    return not_found("Tag or tag value does not exist.");
  if (!may_associate(call, tag)) return denied_lake_right("Associate", tag.key);
  for (const auto& place : places_of(resource)) {
    Assignment tags = assigned(call, place, {});
    tags.insert_or_assign(tag.key, tag.value);  // one value to a key, the last (seen)
    if (tags.size() > most_tags_of_resource) {
      return fault("ResourceNumberLimitExceededException",
                   fmt::format("Number of LF-Tags exceeds the limit {} per resource", most_tags_of_resource));
    }
    call.region.lake.assignments.put(place, std::move(tags), call.moment());
  }
  return {};
}

/// Only what was put there itself: an inherited tag cannot be taken away (seen, the words derived).
Result<void> remove_tag(Call& call, const LakeResource& resource, const json::object& pair) {
  LM_TRY(const TagAndValue tag, read_tag(call, pair));
  if (!may_associate(call, tag)) return denied_lake_right("Associate", tag.key);
  const auto places = places_of(resource);
  for (const auto& place : places) {
    const Assignment& tags = assigned(call, place, {});
    const auto at = tags.find(tag.key);
    if (at == tags.end() || at->second != tag.value) return not_found("Tag or tag value does not exist.");
  }
  for (const auto& place : places) {
    Assignment tags = assigned(call, place, {});
    tags.erase(tag.key);
    if (tags.empty()) {
      call.region.lake.assignments.erase(place, call.moment());
    } else {
      call.region.lake.assignments.put(place, std::move(tags), call.moment());
    }
  }
  return {};
}

/// Each tag by itself; the answer has the failures, and an empty list without any (seen).
Answer apply_each(Call& call, Result<void> (*apply)(Call&, const LakeResource&, const json::object&)) {
  LM_TRY(const LakeResource resource, taggable(call));
  json::array failures;
  for (const auto& element : call.array("LFTags")) {
    const json::object& pair = element.get_object();
    if (const auto applied = apply(call, resource, pair); !applied)
      failures.push_back(failure_of(call, pair, applied.error()));
  }
  return json::serialize(json::object{{"Failures", std::move(failures)}});
}

Answer add_tags(Call& call) { return apply_each(call, add_tag); }
Answer remove_tags(Call& call) { return apply_each(call, remove_tag); }

json::array pairs(const Call& call, const Assignment& tags) {
  json::array out;
  for (const auto& [key, value] : tags)
    out.push_back({{"CatalogId", call.region.account}, {"TagKey", key}, {"TagValues", {value}}});
  return out;
}

/// What the tags of one resource are taken from.
struct Source {
  const Call& call;
  bool only_assigned;

  Assignment of_table(const LakeResource& resource) const {
    if (!only_assigned) return table_tags(call, resource.database, resource.table, call.view);
    const LakeResource table{.kind = Kind::table, .database = resource.database, .table = resource.table};
    return assigned(call, table.key(), call.view);
  }
  Assignment of_column(const LakeResource& resource, const std::string& column) const {
    Assignment out = assigned(call, column_key(resource.database, resource.table, column), call.view);
    if (!only_assigned) out.merge(of_table(resource));
    return out;
  }
};

/// Without a tag a list is absent, not empty (seen); so is a column in the list of columns.
void add_unless_empty(json::object& out, std::string_view member, json::array list) {
  if (!list.empty()) out[member] = std::move(list);
}

json::array column_lists(const Source& source, const LakeResource& resource,
                         const std::vector<std::string>& columns) {
  json::array out;
  for (const auto& column : columns) {
    json::array tags = pairs(source.call, source.of_column(resource, column));
    if (!tags.empty()) out.push_back({{"Name", column}, {"LFTags", std::move(tags)}});
  }
  return out;
}

/// A table's answer has its database's tags and its columns' with its own, inherited ones merged in without a
/// mark unless only the assigned ones are asked for (seen). Columns alone are answered for by themselves.
Answer get_tags(Call& call) {
  LM_TRY(const LakeResource resource, read_resource(call, call.object("Resource")));
  LM_CHECK(check_resource(call, resource));
  const Source source{call, call.flag("ShowAssignedLFTags")};
  json::object out;
  const bool columns = resource.kind == Kind::columns || resource.kind == Kind::columns_but;
  if (!columns && resource.kind != Kind::database && resource.kind != Kind::table)
    return invalid_input("LF-Tags are on databases, tables and columns only.");
  if (!columns)
    add_unless_empty(out, "LFTagOnDatabase", pairs(call, database_tags(call, resource.database, call.view)));
  if (resource.kind == Kind::database) return json::serialize(out);
  if (!columns) add_unless_empty(out, "LFTagsOnTable", pairs(call, source.of_table(resource)));
  const Table* table = lake_table(call, resource.database, resource.table, call.view);
  if (table == nullptr) return json::serialize(out);
  const auto names = resource.kind == Kind::columns ? resource.names : columns_of(*table);
  add_unless_empty(out, "LFTagsOnColumns", column_lists(source, resource, names));
  return json::serialize(out);
}

constexpr Action all_assignment_actions[] = {
    {"AddLFTagsToResource", add_tags, false},
    {"RemoveLFTagsFromResource", remove_tags, false},
    {"GetResourceLFTags", get_tags, true},
};

}  // namespace

std::span<const Action> lake_assignment_actions() { return all_assignment_actions; }

}  // namespace lakemirror::local
