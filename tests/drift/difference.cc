#include "drift/difference.h"

#include <algorithm>
#include <string>

#include "drift/drawn_grants.h"

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;
using permissions::TagExpression;
using permissions::TagPair;
using permissions::Words;

namespace {

using Grants = std::vector<Grant>;

/// Another one of the values than `current`.
std::string other_of(const std::vector<std::string>& values, const std::string& current, Random& random) {
  std::vector<std::string> others = values;
  std::erase(others, current);
  return one_of(others, random);
}

std::vector<std::string> missing_in(const std::vector<std::string>& names,
                                    const std::vector<std::string>& of) {
  std::vector<std::string> out;
  for (const std::string& name : of) {
    if (std::ranges::find(names, name) == names.end()) out.push_back(name);
  }
  return out;
}

bool set_resource(Grant& grant, ResourceKind kind, const auto& make) {
  if (grant.resource.kind() != kind) return false;
  const Resource before = grant.resource;
  grant.resource = make(before);
  return grant.resource != before;
}

/// Names of a list with one more, or one less.
bool set_names(Grant& grant, ResourceKind kind, const std::vector<std::string>& all_names, bool more,
               Random& random) {
  return set_resource(grant, kind, [&](const Resource& on) {
    std::vector<std::string> names = on.names();
    const auto absent = missing_in(names, all_names);
    if (more ? absent.empty() : names.size() < 2) return on;
    if (more) {
      names.push_back(one_of(absent, random));
    } else {
      std::erase(names, std::string(one_of(names, random)));
    }
    if (kind == ResourceKind::tag) return Resource::tag(on.name(), names);
    return kind == ResourceKind::columns
               ? Resource::columns(on.database_name(), on.table_name(), names)
               : Resource::columns_except(on.database_name(), on.table_name(), names);
  });
}

/// Of the grant's words one that fits, each of them tried in its place.
bool set_word(Grant& grant, const std::vector<std::string>& words, Random& random, const auto& change) {
  if (words.empty()) return false;
  change(grant.words, std::string(one_of(words, random)));
  return true;
}

std::vector<std::string> words_where(const Grant& grant, bool grantable) {
  std::vector<std::string> out;
  for (const auto& [word, held] : grant.words.entries()) {
    if (held == grantable) out.push_back(word);
  }
  return out;
}

bool is_policy(const Grant& grant, bool by_name) {
  const bool policy = grant.resource.kind() == ResourceKind::databases_by_tags ||
                      grant.resource.kind() == ResourceKind::tables_by_tags;
  return policy && grant.resource.name().empty() != by_name;
}

Resource policy(ResourceKind kind, std::vector<TagPair> pairs) {
  TagExpression expression(std::move(pairs));
  return kind == ResourceKind::databases_by_tags ? Resource::databases_by_tags(std::move(expression))
                                                 : Resource::tables_by_tags(std::move(expression));
}

bool grant_missing(Grants& grants, std::size_t at, Random&) {
  grants.erase(grants.begin() + static_cast<std::ptrdiff_t>(at));
  return true;
}

bool grant_more(Grants& grants, std::size_t, Random& random) {
  grants.push_back(draw_grant(random));
  return true;
}

bool permission_missing(Grants& grants, std::size_t at, Random& random) {
  Grant& grant = grants[at];
  if (grant.words.names().size() < 2) return false;
  return set_word(grant, grant.words.names(), random,
                  [](Words& words, const std::string& word) { words.remove(word); });
}

bool permission_more(Grants& grants, std::size_t at, Random& random) {
  Grant& grant = grants[at];
  return set_word(grant, missing_in(grant.words.names(), words_for(grant.resource.kind())), random,
                  [](Words& words, const std::string& word) { words.add(word); });
}

bool option_missing(Grants& grants, std::size_t at, Random& random) {
  return set_word(grants[at], words_where(grants[at], true), random,
                  [](Words& words, const std::string& word) {
                    words.remove(word);
                    words.add(word);
                  });
}

bool option_more(Grants& grants, std::size_t at, Random& random) {
  if (grants[at].resource.kind() == ResourceKind::columns_except) return false;
  return set_word(grants[at], words_where(grants[at], false), random,
                  [](Words& words, const std::string& word) { words.add(word, true); });
}

bool parts_instead_of_all(Grants& grants, std::size_t at, Random&) {
  Grant& grant = grants[at];
  if (!grant.words.holds("ALL")) return false;
  const bool grantable = grant.words.holds("ALL", true);
  for (const std::string& part : words_for(grant.resource.kind())) grant.words.add(part, grantable);
  grant.words.remove("ALL");
  return true;
}

bool column_missing(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::columns, columns, false, random);
}

bool column_more(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::columns, columns, true, random);
}

bool exclusion_missing(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::columns_except, columns, false, random);
}

bool exclusion_more(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::columns_except, columns, true, random);
}

bool columns_instead_of_others(Grants& grants, std::size_t at, Random&) {
  return set_resource(grants[at], ResourceKind::columns_except, [](const Resource& on) {
    return Resource::columns(on.database_name(), on.table_name(), on.names());
  });
}

bool table_instead_of_columns(Grants& grants, std::size_t at, Random&) {
  return set_resource(grants[at], ResourceKind::columns, [](const Resource& on) {
    return Resource::table(on.database_name(), on.table_name());
  });
}

bool one_table_instead_of_all(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::all_tables, [&](const Resource& on) {
    return Resource::table(on.database_name(), one_of(tables, random));
  });
}

bool other_table(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::table, [&](const Resource& on) {
    return Resource::table(on.database_name(), other_of(tables, on.table_name(), random));
  });
}

bool other_database(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::database, [&](const Resource& on) {
    return Resource::database(other_of(databases, on.database_name(), random));
  });
}

bool other_filter(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::cells_filter, [&](const Resource& on) {
    return Resource::cells_filter(on.database_name(), on.table_name(), other_of(filters, on.name(), random));
  });
}

bool other_location(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::data_location, [&](const Resource& on) {
    return Resource::data_location(other_of(locations, on.name(), random));
  });
}

bool tag_value_missing(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::tag, tag_values, false, random);
}

bool tag_value_more(Grants& grants, std::size_t at, Random& random) {
  return set_names(grants[at], ResourceKind::tag, tag_values, true, random);
}

bool other_tag(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::tag, [&](const Resource& on) {
    return Resource::tag(other_of(tag_keys, on.name(), random), on.names());
  });
}

bool other_expression(Grants& grants, std::size_t at, Random& random) {
  return set_resource(grants[at], ResourceKind::tag_expression, [&](const Resource& on) {
    return Resource::tag_expression(other_of(expressions, on.name(), random));
  });
}

bool policy_value(Grants& grants, std::size_t at, Random& random) {
  Grant& grant = grants[at];
  if (!is_policy(grant, false)) return false;
  std::vector<TagPair> pairs = grant.resource.expression().pairs();
  TagPair& pair = pairs[random.below(pairs.size())];
  const auto absent = missing_in(pair.values, tag_values);
  if (!absent.empty() && (pair.values.size() == 1 || random.chance(0.5))) {
    pair.values.push_back(one_of(absent, random));
  } else {
    pair.values.pop_back();
  }
  grant.resource = policy(grant.resource.kind(), std::move(pairs));
  return true;
}

bool policy_key(Grants& grants, std::size_t at, Random&) {
  Grant& grant = grants[at];
  if (!is_policy(grant, false) || grant.resource.expression().pairs().size() < 2) return false;
  grant.resource = policy(grant.resource.kind(), {grant.resource.expression().pairs().front()});
  return true;
}

bool policy_by_other_expression(Grants& grants, std::size_t at, Random& random) {
  Grant& grant = grants[at];
  if (!is_policy(grant, true)) return false;
  const std::string name = other_of(expressions, grant.resource.name(), random);
  grant.resource = grant.resource.kind() == ResourceKind::databases_by_tags
                       ? Resource::databases_by_expression(name)
                       : Resource::tables_by_expression(name);
  return true;
}

bool policy_on_tables(Grants& grants, std::size_t at, Random&) {
  Grant& grant = grants[at];
  if (grant.resource.kind() != ResourceKind::databases_by_tags || grant.words.holds("CREATE_TABLE"))
    return false;
  grant.resource = grant.resource.name().empty() ? Resource::tables_by_tags(grant.resource.expression())
                                                 : Resource::tables_by_expression(grant.resource.name());
  return true;
}

bool other_principal(Grants& grants, std::size_t at, Random& random) {
  grants[at].principal = other_of(principals, grants[at].principal, random);
  return true;
}

bool condition_missing(Grants& grants, std::size_t at, Random&) {
  if (grants[at].condition.empty()) return false;
  grants[at].condition.clear();
  return true;
}

bool condition_more(Grants& grants, std::size_t at, Random& random) {
  if (!grants[at].condition.empty()) return false;
  grants[at].condition = one_of(conditions, random);
  return true;
}

bool other_condition(Grants& grants, std::size_t at, Random& random) {
  if (grants[at].condition.empty()) return false;
  grants[at].condition = other_of(conditions, grants[at].condition, random);
  return true;
}

constexpr Difference all_differences[] = {
    {"a grant is missing", grant_missing},
    {"a grant more", grant_more},
    {"a permission is missing", permission_missing},
    {"a permission more", permission_more},
    {"a grant option is missing", option_missing},
    {"a grant option more", option_more},
    {"the parts of ALL instead of ALL", parts_instead_of_all},
    {"a column is missing", column_missing},
    {"a column more", column_more},
    {"an excluded column is missing", exclusion_missing},
    {"an excluded column more", exclusion_more},
    {"columns instead of all others", columns_instead_of_others},
    {"the table instead of columns", table_instead_of_columns},
    {"one table instead of all", one_table_instead_of_all},
    {"another table", other_table},
    {"another database", other_database},
    {"another cell filter", other_filter},
    {"another location", other_location},
    {"a tag value is missing", tag_value_missing},
    {"a tag value more", tag_value_more},
    {"another tag", other_tag},
    {"another tag expression", other_expression},
    {"another value in a policy", policy_value},
    {"a tag is missing in a policy", policy_key},
    {"a policy by another expression", policy_by_other_expression},
    {"a policy on tables instead of databases", policy_on_tables},
    {"another principal", other_principal},
    {"a condition is missing", condition_missing},
    {"a condition more", condition_more},
    {"another condition", other_condition},
};

}  // namespace

std::span<const Difference> differences() { return all_differences; }

}  // namespace lakemirror::drift
