#include <fmt/format.h>

#include <algorithm>

#include "local/actions.h"
#include "local/lake_gate.h"
#include "local/lake_grants.h"
#include "local/lake_pages.h"
#include "local/lake_principals.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

// Documented quotas.
constexpr std::size_t most_tags_of_catalog = 1'000;
constexpr std::size_t most_values = 1'000;

std::vector<std::string> texts(const Call& call, std::string_view member) {
  std::vector<std::string> out;
  const json::array* given = array_at(call.from.input, member);
  if (given == nullptr) return out;
  for (const auto& value : *given) {
    std::string text = tag_text(call, value.get_string());
    if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
  }
  return out;
}

tl::unexpected<Error> no_tag() { return not_found("Tag or tag value does not exist."); }

/// The creator of a tag may alter and drop it (documented).
bool may_change(const Call& call, const std::string& key, const LakeTag& tag, Permission permission) {
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted() || rights.admin()) return true;
  if (covers(principal_of(*tag.created_by), rights.principal())) return true;
  bool found = false;
  const std::string prefix = LakeResource{.kind = LakeResource::Kind::tag, .name = key}.key();
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& at, const Grant& grant) {
    if (!at.starts_with(prefix)) return false;
    found = covers(grant.principal, rights.principal()) && grant.permissions.has(permission);
    return !found;
  });
  return found;
}

/// The values somebody may see: all for admins and the creator, else those granted in whatever way.
std::vector<std::string> visible_values(const Call& call, const std::string& key, const LakeTag& tag) {
  const Rights rights = Rights::of_caller(call);
  if (rights.sees_all() || covers(principal_of(*tag.created_by), rights.principal())) return tag.values;
  std::vector<std::string> granted;
  const std::string prefix = LakeResource{.kind = LakeResource::Kind::tag, .name = key}.key();
  call.region.lake.grants.scan(prefix, call.view, [&](const std::string& at, const Grant& grant) {
    if (!at.starts_with(prefix)) return false;
    if (covers(grant.principal, rights.principal()))
      granted.insert(granted.end(), grant.resource.names.begin(), grant.resource.names.end());
    return true;
  });
  std::vector<std::string> out;
  const bool all = std::ranges::find(granted, "*") != granted.end();
  for (const auto& value : tag.values) {
    if (all || std::ranges::find(granted, value) != granted.end()) out.push_back(value);
  }
  return out;
}

json::object tag_json(const Call& call, const std::string& key, const std::vector<std::string>& values) {
  return {{"CatalogId", call.region.account},
          {"TagKey", key},
          {"TagValues", json::array(values.begin(), values.end())}};
}

Answer create_tag(Call& call) {
  const Rights rights = Rights::of_caller(call);
  const bool may =
      rights.unrestricted() || rights.admin() || rights.on_catalog().may(Permission::create_lf_tag);
  if (!may) return denied_lake_right("Create LF Tag", "Catalog");
  Lake& lake = call.region.lake;
  const std::string key = tag_text(call, call.text("TagKey"));
  // The model lists no AlreadyExistsException here; the words are derived.
  if (lake.tags.find(key) != nullptr) return invalid_input("Tag key already exists.");
  if (lake.tags.size() >= most_tags_of_catalog) {
    return fault("ResourceNumberLimitExceededException",
                 fmt::format("Number of LF-Tags exceeds the limit {}", most_tags_of_catalog));
  }
  lake.tags.put(key,
                {.values = texts(call, "TagValues"),
                 .created_by = call.region.catalog.texts.intern(calling_principal(call))},
                call.moment());
  return "{}";
}

/// Values in the order they came (seen).
Answer get_tag(Call& call) {
  const std::string key = tag_text(call, call.text("TagKey"));
  const LakeTag* tag = call.region.lake.tags.find(key, call.view);
  if (tag == nullptr) return no_tag();
  const auto values = visible_values(call, key, *tag);
  if (values.empty()) return denied_lake_right("Describe", key);
  return json::serialize(tag_json(call, key, values));
}

Answer list_tags(Call& call) {
  if (call.text("ResourceShareType") == "FOREIGN") return "{\"LFTags\":[]}";  // nobody shares here
  return list_pages(call, call.region.lake.tags, "LFTags",
                    [&](const std::string& key, const LakeTag& tag) -> json::value {
                      const auto values = visible_values(call, key, tag);
                      if (values.empty()) return nullptr;
                      return tag_json(call, key, values);
                    });
}

/// Where a value of a tag is put on something; with those that are kept of what is gone.
std::vector<std::string> assigned_at(const Call& call, const std::string& key, const std::string& value) {
  std::vector<std::string> found;
  call.region.lake.assignments.scan("", {}, [&](const std::string& at, const Assignment& tags) {
    const auto tag = tags.find(key);
    if (tag != tags.end() && tag->second == value) found.push_back(at);
    return true;
  });
  return found;
}

/// Whether `at` is the key of this table, or of a column that it has.
bool is_part_of(const std::string& at, const LakeResource& on, const Table& table) {
  return at == on.key() || std::ranges::any_of(columns_of(table), [&](const std::string& column) {
           return at == column_key(on.database, on.table, column);
         });
}

/// Whether something that is there has it: a column of a former table of the same name does not count. `at`
/// is a database's key, or a table's or column's.
bool is_there(const Call& call, const std::string& at) {
  bool there = false;
  call.region.catalog.databases.scan("", {}, [&](const std::string& name, const Database& database) {
    LakeResource on{.kind = LakeResource::Kind::database, .database = name};
    there = at == on.key();
    if (there || !at.starts_with(on.key())) return !there;
    on.kind = LakeResource::Kind::table;
    database.tables->scan("", {}, [&](const std::string& table_name, const Table& table) {
      if (!at.starts_with(LakeResource::prefix(name, table_name))) return true;
      on.table = table_name;
      there = is_part_of(at, on, table);
      return false;
    });
    return false;
  });
  return there;
}

bool is_assigned(const Call& call, const std::string& key, const std::string& value) {
  return std::ranges::any_of(assigned_at(call, key, value),
                             [&](const auto& at) { return is_there(call, at); });
}

void take_off(Call& call, const std::string& key, const std::vector<std::string>& from) {
  auto& assignments = call.region.lake.assignments;
  for (const auto& at : from) {
    Assignment left = *assignments.find(at);
    left.erase(key);
    if (left.empty()) {
      assignments.erase(at, call.moment());
    } else {
      assignments.put(at, std::move(left), call.moment());
    }
  }
}

/// With a value the grants on it go, as they do with a whole tag (derived).
void drop_grants_on_values(Call& call, const std::string& key, const LakeTag& left) {
  std::vector<Grant> named;
  call.region.lake.grants.scan("", {}, [&](const std::string&, const Grant& grant) {
    if (grant.resource.kind == LakeResource::Kind::tag && grant.resource.name == key) named.push_back(grant);
    return true;
  });
  for (Grant& grant : named) {
    const std::string before = grant.key();
    const auto gone = std::erase_if(grant.resource.names, [&](const auto& value) {
      return value != "*" && std::ranges::find(left.values, value) == left.values.end();
    });
    if (gone == 0) continue;
    call.region.lake.grants.erase(before, call.moment());
    if (grant.resource.names.empty()) continue;
    const std::string key_now = grant.key();
    if (const Grant* other = call.region.lake.grants.find(key_now)) {
      grant.permissions = grant.permissions.with(other->permissions);
      grant.grantable = grant.grantable.with(other->grantable);
    }
    call.region.lake.grants.put(key_now, std::move(grant), call.moment());
  }
}

Answer update_tag(Call& call) {
  Lake& lake = call.region.lake;
  const std::string key = tag_text(call, call.text("TagKey"));
  const LakeTag* found = lake.tags.find(key);
  if (found == nullptr) return no_tag();
  if (!may_change(call, key, *found, Permission::alter)) return denied_lake_right("Alter", key);
  LakeTag tag = *found;
  for (const auto& value : texts(call, "TagValuesToAdd")) {
    if (std::ranges::find(tag.values, value) == tag.values.end()) tag.values.push_back(value);
  }
  for (const auto& value : texts(call, "TagValuesToDelete")) {
    if (is_assigned(call, key, value)) return invalid_input("Update not allowed");  // documented
    if (std::erase(tag.values, value) == 0) return no_tag();
  }
  // Derived: a tag without values could not have been created either.
  if (tag.values.empty()) return invalid_input("Update not allowed");
  if (tag.values.size() > most_values) {
    return fault("ResourceNumberLimitExceededException",
                 fmt::format("Number of LF-Tag values exceeds the limit {} per LF-Tag", most_values));
  }
  for (const auto& value : texts(call, "TagValuesToDelete"))
    take_off(call, key, assigned_at(call, key, value));
  drop_grants_on_values(call, key, tag);
  lake.tags.put(key, std::move(tag), call.moment());
  return "{}";
}

/// It vanishes from every resource (seen), and so do the grants on it (derived). Policies that name it stay,
/// and match nothing.
Answer delete_tag(Call& call) {
  Lake& lake = call.region.lake;
  const std::string key = tag_text(call, call.text("TagKey"));
  const LakeTag* found = lake.tags.find(key);
  if (found == nullptr) return no_tag();
  if (!may_change(call, key, *found, Permission::drop)) return denied_lake_right("Drop", key);
  lake.tags.erase(key, call.moment());
  drop_grants(call, LakeResource{.kind = LakeResource::Kind::tag, .name = key}.key());
  std::vector<std::string> bearers;
  lake.assignments.scan("", {}, [&](const std::string& at, const Assignment& tags) {
    if (tags.contains(key)) bearers.push_back(at);
    return true;
  });
  take_off(call, key, bearers);
  return "{}";
}

constexpr Action all_tag_actions[] = {
    {"CreateLFTag", create_tag, false}, {"GetLFTag", get_tag, true},        {"ListLFTags", list_tags, true},
    {"UpdateLFTag", update_tag, false}, {"DeleteLFTag", delete_tag, false},
};

}  // namespace

std::span<const Action> lake_tag_actions() { return all_tag_actions; }

}  // namespace lakemirror::local
