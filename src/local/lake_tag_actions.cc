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
constexpr std::size_t most_tags = 1'000;
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
  if (lake.tags.size() >= most_tags) {
    return fault("ResourceNumberLimitExceededException",
                 fmt::format("Number of LF-Tags exceeds the limit {}", most_tags));
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

bool is_assigned(const Call& call, const std::string& key, const std::string& value) {
  bool found = false;
  call.region.lake.assignments.scan("", {}, [&](const std::string&, const Assignment& tags) {
    const auto at = tags.find(key);
    found = at != tags.end() && at->second == value;
    return !found;
  });
  return found;
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
  std::vector<std::pair<std::string, Assignment>> left;
  lake.assignments.scan("", {}, [&](const std::string& at, const Assignment& tags) {
    if (!tags.contains(key)) return true;
    left.emplace_back(at, tags);
    left.back().second.erase(key);
    return true;
  });
  for (auto& [at, tags] : left) {
    if (tags.empty()) {
      lake.assignments.erase(at, call.moment());
    } else {
      lake.assignments.put(at, std::move(tags), call.moment());
    }
  }
  return "{}";
}

constexpr Action actions[] = {
    {"CreateLFTag", create_tag, false}, {"GetLFTag", get_tag, true},        {"ListLFTags", list_tags, true},
    {"UpdateLFTag", update_tag, false}, {"DeleteLFTag", delete_tag, false},
};

}  // namespace

std::span<const Action> lake_tag_actions() { return actions; }

}  // namespace lakemirror::local
