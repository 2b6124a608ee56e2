#include "local/lake_tagging.h"

#include <algorithm>

#include "base/text.h"
#include "local/lake_principals.h"

namespace lakemirror::local {

namespace {

bool matches(const std::vector<TagPair>& expression, const Assignment& tags) {
  return !expression.empty() && std::ranges::all_of(expression, [&](const TagPair& pair) {
    const auto at = tags.find(pair.key);
    return at != tags.end() && (std::ranges::find(pair.values, at->second) != pair.values.end() ||
                                std::ranges::find(pair.values, "*") != pair.values.end());
  });
}

/// Calls visit(grant, expression) for each policy of one kind that is `principal`'s.
template <class Visit>
void each_policy(const Call& call, std::string_view principal, bool of_tables, Visit&& visit) {
  const Lake& lake = call.region.lake;
  for (const std::string prefix : {of_tables ? "pT" : "pD", of_tables ? "qT" : "qD"}) {
    lake.grants.scan(prefix, call.view, [&](const std::string& key, const Grant& grant) {
      if (!key.starts_with(prefix)) return false;
      if (!covers(grant.principal, principal)) return true;
      if (grant.resource.kind == LakeResource::Kind::tag_policy) {
        visit(grant, grant.resource.expression);
      } else if (const auto* named = lake.expressions.find(grant.resource.name, call.view)) {
        visit(grant, named->expression);
      }
      return true;
    });
  }
}

void add_whole(Held& held, const Grant& grant) {
  held.permissions = held.permissions.with(grant.permissions);
  held.grantable = held.grantable.with(grant.grantable);
}

/// On some columns only, every permission but SELECT becomes DESCRIBE (documented, LF-tag considerations).
void add_columns(Held& held, const Grant& grant, const std::vector<std::string>& columns) {
  const bool selects = grant.permissions.has(Permission::select) || grant.permissions.has(Permission::all);
  if (selects) held.columns.insert(held.columns.end(), columns.begin(), columns.end());
  if (grant.permissions != PermissionSet{Permission::select})
    held.permissions = held.permissions.with({Permission::describe});
}

}  // namespace

std::string tag_text(const Call& call, std::string_view given) {
  return call.knobs.tag_case_folds ? fold(given) : std::string(given);
}

std::vector<TagPair> read_expression(const Call& call, const json::array& given) {
  std::vector<TagPair> out;
  for (const auto& element : given) {
    const json::object& pair = element.get_object();
    TagPair read{.key = tag_text(call, text_or(pair, "TagKey"))};
    if (const json::array* values = array_at(pair, "TagValues")) {
      for (const auto& value : *values) read.values.push_back(tag_text(call, value.get_string()));
    }
    sort_once(read.values);
    out.push_back(std::move(read));
  }
  std::ranges::sort(out, {}, &TagPair::key);
  return out;
}

bool tag_exists(const Call& call, std::string_view key, const std::vector<std::string>& values) {
  const LakeTag* tag = call.region.lake.tags.find(key);
  return tag != nullptr && std::ranges::all_of(values, [&](const std::string& value) {
           return value == "*" || std::ranges::find(tag->values, value) != tag->values.end();
         });
}

bool expression_exists(const Call& call, const std::vector<TagPair>& expression) {
  return std::ranges::all_of(expression,
                             [&](const TagPair& pair) { return tag_exists(call, pair.key, pair.values); });
}

std::string column_key(std::string_view database, std::string_view table, std::string_view column) {
  return LakeResource{.kind = LakeResource::Kind::columns,
                      .database = std::string(database),
                      .table = std::string(table),
                      .names = {std::string(column)}}
      .key();
}

const Assignment& assigned(const Call& call, const std::string& key, View view) {
  static const Assignment none;
  const Assignment* found = call.region.lake.assignments.find(key, view);
  return found != nullptr ? *found : none;
}

Assignment database_tags(const Call& call, const std::string& database, View view) {
  return assigned(call, LakeResource::prefix(database), view);
}

Assignment table_tags(const Call& call, const std::string& database, const std::string& table, View view) {
  const LakeResource resource{.kind = LakeResource::Kind::table, .database = database, .table = table};
  Assignment out = assigned(call, resource.key(), view);
  out.merge(database_tags(call, database, view));  // leaves what is there already
  return out;
}

void add_database_policies(const Call& call, std::string_view principal, const std::string& database,
                           Held& held) {
  if (call.region.lake.assignments.size() == 0) return;
  const Assignment tags = database_tags(call, database, call.view);
  each_policy(call, principal, false, [&](const Grant& grant, const std::vector<TagPair>& expression) {
    if (matches(expression, tags)) add_whole(held, grant);
  });
}

void add_table_policies(const Call& call, std::string_view principal, const std::string& database,
                        const std::string& name, const Table& table, Held& held) {
  if (call.region.lake.assignments.size() == 0) return;
  const Assignment tags = table_tags(call, database, name, call.view);
  const std::vector<std::string> columns = columns_of(table);
  each_policy(call, principal, true, [&](const Grant& grant, const std::vector<TagPair>& expression) {
    std::vector<std::string> matching;
    for (const auto& column : columns) {
      Assignment own = assigned(call, column_key(database, name, column), call.view);
      own.merge(Assignment(tags));
      if (matches(expression, own)) matching.push_back(column);
    }
    if (matching.size() == columns.size() && matches(expression, tags)) return add_whole(held, grant);
    if (!matching.empty()) add_columns(held, grant, matching);
  });
}

std::vector<std::string> columns_of(const Table& table) {
  std::vector<std::string> out;
  const auto add = [&out](const json::array* columns) {
    if (columns == nullptr) return;
    for (const auto& column : *columns) out.push_back(fold(text_or(column.get_object(), "Name")));
  };
  const json::object body = table.body.object();
  if (const json::object* descriptor = object_at(body, "StorageDescriptor"))
    add(array_at(*descriptor, "Columns"));
  add(array_at(body, "PartitionKeys"));
  return out;
}

}  // namespace lakemirror::local
