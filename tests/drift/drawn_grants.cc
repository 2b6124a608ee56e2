#include "drift/drawn_grants.h"

#include <algorithm>
#include <map>
#include <set>

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;
using permissions::TagExpression;
using permissions::TagPair;
using permissions::Words;

namespace {

constexpr std::size_t most_grants = 16;

TagExpression draw_expression(Random& random) {
  std::vector<TagPair> pairs;
  for (const std::string& key : some_of(tag_keys, random))
    pairs.push_back({.key = key, .values = some_of(tag_values, random)});
  return TagExpression(std::move(pairs));
}

Resource draw_resource(Random& random) {
  const std::string& database = one_of(databases, random);
  const std::string& table = one_of(tables, random);
  switch (random.below(16)) {
    case 0:
      return {};
    case 1:
      return Resource::database(database);
    case 2:
    case 3:
      return Resource::table(database, table);
    case 4:
      return Resource::all_tables(database);
    case 5:
    case 6:
    case 7:
      return Resource::columns(database, table, some_of(columns, random));
    case 8:
      return Resource::columns_except(database, table, some_of(columns, random));
    case 9:
      return Resource::cells_filter(database, table, one_of(filters, random));
    case 10:
      return Resource::data_location(one_of(locations, random));
    case 11:
      return Resource::tag(one_of(tag_keys, random),
                           random.chance(0.2) ? std::vector<std::string>{"*"} : some_of(tag_values, random));
    case 12:
      return Resource::tag_expression(one_of(expressions, random));
    case 13:
      return Resource::databases_by_tags(draw_expression(random));
    case 14:
      return Resource::tables_by_tags(draw_expression(random));
    default:
      return random.chance(0.5) ? Resource::databases_by_expression(one_of(expressions, random))
                                : Resource::tables_by_expression(one_of(expressions, random));
  }
}

bool selects(const Words& words) { return words.holds("SELECT") || words.holds("ALL"); }

}  // namespace

std::vector<std::string> some_of(std::vector<std::string> values, Random& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
  values.resize(1 + random.below(values.size()));
  return values;
}

std::vector<std::string> words_for(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::catalog:
      return {"CREATE_CATALOG", "CREATE_DATABASE", "CREATE_LF_TAG", "CREATE_LF_TAG_EXPRESSION"};
    case ResourceKind::database:
    case ResourceKind::databases_by_tags:
      return {"ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
    case ResourceKind::table:
    case ResourceKind::all_tables:
    case ResourceKind::tables_by_tags:
      return {"ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
    case ResourceKind::columns:
    case ResourceKind::columns_except:
      return {"SELECT"};
    case ResourceKind::cells_filter:
      return {"DESCRIBE", "DROP", "SELECT"};
    case ResourceKind::data_location:
      return {"DATA_LOCATION_ACCESS"};
    case ResourceKind::tag:
      return {"ALTER", "ASSOCIATE", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"};
    case ResourceKind::tag_expression:
      return {"ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"};
  }
  return {};
}

Grant draw_grant(Random& random) {
  Grant grant{.principal = one_of(principals, random), .resource = draw_resource(random), .words = {}};
  // With excluded columns SELECT cannot be handed on.
  const bool may_hand_on = grant.resource.kind() != ResourceKind::columns_except;
  for (const std::string& word : some_of(words_for(grant.resource.kind()), random))
    grant.words.add(word, may_hand_on && random.chance(0.25));
  if (random.chance(0.15)) grant.condition = one_of(conditions, random);
  return grant;
}

bool go_together(const std::vector<Grant>& grants) {
  std::set<std::vector<std::string>> keys;
  std::map<std::pair<std::string, std::string>, std::set<bool>> whole;
  for (const Grant& grant : grants) {
    const Resource& on = grant.resource;
    if (!keys.insert({grant.principal, on.text(), grant.condition}).second) return false;
    const bool of_columns = on.kind() == ResourceKind::columns || on.kind() == ResourceKind::columns_except;
    if (of_columns || (on.kind() == ResourceKind::table && selects(grant.words)))
      whole[{grant.principal, on.subject().text()}].insert(!of_columns);
  }
  return std::ranges::all_of(whole, [](const auto& one) { return one.second.size() == 1; });
}

std::vector<Grant> draw_grants(Random& random) {
  std::vector<Grant> grants;
  for (std::size_t tries = 1 + random.below(most_grants); tries > 0; --tries) {
    grants.push_back(draw_grant(random));
    if (!go_together(grants)) grants.pop_back();
  }
  return grants;
}

}  // namespace lakemirror::drift
