#include "local/lake_dump.h"

#include <algorithm>

#include "base/text.h"
#include "local/epoch.h"
#include "local/json_text.h"
#include "local/lake_rights.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

PermissionSet implied_on(const LakeResource& resource) {
  if (resource.kind == Kind::database || (resource.is_policy() && !resource.of_tables))
    return database_permissions;
  return table_permissions;
}

/// What a grant means rather than how it came: ALL spelled out, and SELECT on all columns of a table with
/// what else was granted on it.
using Meanings = std::map<std::string, Grant>;

void add_meaning(Meanings& all, Grant grant) {
  if (grant.resource.is_all_columns()) grant.resource.kind = Kind::table;
  grant.permissions = spelled_out(grant.permissions, implied_on(grant.resource));
  grant.grantable = spelled_out(grant.grantable, implied_on(grant.resource));
  const auto [at, fresh] = all.try_emplace(grant.key(), grant);
  if (fresh) return;
  at->second.permissions = at->second.permissions.with(grant.permissions);
  at->second.grantable = at->second.grantable.with(grant.grantable);
  if (at->second.updated < grant.updated) at->second.updated = grant.updated;
}

void write_grants(std::string& out, const Lake& lake) {
  Meanings all;
  lake.grants.scan("", {}, [&](const std::string&, const Grant& grant) {
    add_meaning(all, grant);
    return true;
  });
  out += '[';
  for (const auto& [key, grant] : all) {
    if (out.back() != '[') out += ',';
    ObjectText text(out);
    text.text("principal", grant.principal);
    text.value("resource", grant.resource.to_json(""));
    if (!grant.condition.empty()) text.text("condition", grant.condition);
    text.value("permissions", grant.permissions.to_json());
    text.value("grantable", grant.grantable.to_json());
    ObjectText service(text.key("service"));
    service.number("LastUpdated", epoch(grant.updated));
    service.text("LastUpdatedBy", *grant.updated_by);
    service.close();
    text.close();
  }
  out += ']';
}

void write_tags(std::string& out, const Lake& lake) {
  ObjectText tags(out);
  lake.tags.scan("", {}, [&](const std::string& key, const LakeTag& tag) {
    ObjectText text(tags.key(key));
    std::vector<std::string> values = tag.values;
    std::ranges::sort(values);
    text.value("values", json::array(values.begin(), values.end()));
    ObjectText service(text.key("service"));
    service.text("CreatedBy", *tag.created_by);
    service.close();
    text.close();
    return true;
  });
  tags.close();
}

/// The names in an assignment's key, which LakeResource::key made.
void write_place(ObjectText& text, const std::string& key) {
  const auto parts = split(key, '\x1f');
  text.text("database", parts[1]);
  if (parts.size() < 5) return;
  text.text("table", parts[3]);
  if (parts[4].starts_with('3')) text.text("column", parts[4].substr(1));
}

void write_assignments(std::string& out, const Lake& lake) {
  out += '[';
  lake.assignments.scan("", {}, [&](const std::string& key, const Assignment& tags) {
    if (out.back() != '[') out += ',';
    ObjectText text(out);
    write_place(text, key);
    ObjectText pairs(text.key("tags"));
    for (const auto& [tag, value] : tags) pairs.text(tag, value);
    pairs.close();
    text.close();
    return true;
  });
  out += ']';
}

void write_filters(std::string& out, const Lake& lake) {
  out += '[';
  lake.filters.scan("", {}, [&](const std::string&, const CellsFilter& filter) {
    if (out.back() != '[') out += ',';
    ObjectText text(out);
    text.text("DatabaseName", filter.at.database);
    text.text("TableName", filter.at.table);
    text.text("Name", filter.at.name);
    for (const auto& member : filter.body) text.value(member.key(), member.value());
    ObjectText service(text.key("service"));
    service.text("VersionId", filter.version);
    service.close();
    text.close();
    return true;
  });
  out += ']';
}

void write_locations(std::string& out, const Lake& lake) {
  ObjectText locations(out);
  lake.locations.scan("", {}, [&](const std::string& arn, const RegisteredLocation& location) {
    ObjectText text(locations.key(arn));
    for (const auto& member : location.body) text.value(member.key(), member.value());
    text.boolean("UseServiceLinkedRole", location.service_linked);
    ObjectText service(text.key("service"));
    service.number("LastModified", epoch(location.updated));
    service.close();
    text.close();
    return true;
  });
  locations.close();
}

void write_expressions(std::string& out, const Lake& lake) {
  ObjectText expressions(out);
  lake.expressions.scan("", {}, [&](const std::string& name, const TagExpression& expression) {
    ObjectText text(expressions.key(name));
    text.text("Description", expression.description);
    text.value("Expression", to_json(expression.expression));
    ObjectText service(text.key("service"));
    service.text("CreatedBy", *expression.created_by);
    service.close();
    text.close();
    return true;
  });
  expressions.close();
}

void write_opt_ins(std::string& out, const Lake& lake) {
  out += '[';
  lake.opt_ins.scan("", {}, [&](const std::string&, const OptIn& one) {
    if (out.back() != '[') out += ',';
    ObjectText text(out);
    text.text("principal", one.principal);
    text.value("resource", one.resource.to_json(""));
    if (!one.condition.empty()) text.text("condition", one.condition);
    ObjectText service(text.key("service"));
    service.number("LastModified", epoch(one.updated));
    service.text("LastUpdatedBy", *one.updated_by);
    service.close();
    text.close();
    return true;
  });
  out += ']';
}

}  // namespace

std::string lake_dump_text(const Lake& lake) {
  std::string out;
  ObjectText dump(out);
  dump.value("settings", lake.current_settings().document);
  write_locations(dump.key("locations"), lake);
  write_tags(dump.key("tags"), lake);
  write_expressions(dump.key("expressions"), lake);
  write_assignments(dump.key("assignments"), lake);
  write_filters(dump.key("filters"), lake);
  write_grants(dump.key("grants"), lake);
  write_opt_ins(dump.key("opt_ins"), lake);
  dump.close();
  return out;
}

}  // namespace lakemirror::local
