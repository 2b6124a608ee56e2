#include "drift/requests.h"

#include <algorithm>
#include <cctype>

#include "drift/drawn_grants.h"

namespace lakemirror::drift {

using permissions::Grant;
using permissions::Resource;
using permissions::ResourceKind;
using permissions::TagPair;
using permissions::Words;

namespace {

constexpr std::size_t most_entries = 20;  // documented

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  /// The same as several grants that give it together.
  std::vector<Grant> apart(const Grant& grant) {
    std::vector<Grant> out;
    for (const Resource& resource : lists_apart(grant.resource)) {
      Grant piece{grant.principal, resource, with_parts_of_all(grant), grant.condition};
      if (coin()) {
        out.push_back(std::move(piece));
        continue;
      }
      for (const auto& [word, grantable] : piece.words.entries()) {
        Grant one{grant.principal, resource, {}, grant.condition};
        one.words.add(word, grantable);
        out.push_back(std::move(one));
      }
    }
    return out;
  }

  json::object entry(const Grant& grant) {
    json::object out{{"Principal", {{"DataLakePrincipalIdentifier", grant.principal}}},
                     {"Resource", resource(grant.resource)},
                     {"Permissions", shuffled(grant.words.names())}};
    if (!grant.words.grantable_names().empty())
      out["PermissionsWithGrantOption"] = shuffled(grant.words.grantable_names());
    if (!grant.condition.empty()) out["Condition"] = {{"Expression", grant.condition}};
    return out;
  }

  bool coin() { return random_.chance(0.5); }

  template <class T>
  void shuffle(T& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random_.below(i)]);
  }

 private:
  Words with_parts_of_all(const Grant& grant) {
    Words words = grant.words;
    if (!words.holds("ALL")) return words;
    for (const std::string& part : words_for(grant.resource.kind())) {
      if (coin()) words.add(part, coin() && words.holds("ALL", true));
    }
    return words;
  }

  std::vector<Resource> lists_apart(const Resource& on) {
    const bool divisible = on.kind() == ResourceKind::columns || on.kind() == ResourceKind::tag;
    if (!divisible || on.names().size() < 2 || coin()) return {on};
    const auto with = [&](std::vector<std::string> names) {
      return on.kind() == ResourceKind::tag ? Resource::tag(on.name(), names)
                                            : Resource::columns(on.database_name(), on.table_name(), names);
    };
    const auto cut =
        on.names().begin() + 1 + static_cast<std::ptrdiff_t>(random_.below(on.names().size() - 1));
    return {with({on.names().begin(), cut}), with({cut, on.names().end()})};
  }

  json::array shuffled(const std::vector<std::string>& texts) {
    json::array out(texts.begin(), texts.end());
    shuffle(out);
    return out;
  }

  /// Glue folds names, so that their case means nothing.
  std::string in_any_case(const std::string& name) {
    std::string out = name;
    for (char& c : out) {
      if (random_.chance(0.3)) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return out;
  }

  json::array column_names(const std::vector<std::string>& names) {
    json::array out;
    for (const std::string& name : names) out.emplace_back(in_any_case(name));
    if (random_.chance(0.2)) out.emplace_back(in_any_case(names.front()));
    shuffle(out);
    return out;
  }

  json::object of_table(const Resource& on) {
    json::object out{{"DatabaseName", in_any_case(on.database_name())}};
    if (!on.table_name().empty()) out["Name"] = in_any_case(on.table_name());
    return out;
  }

  json::object table(const Resource& on) {
    json::object body = of_table(on);
    if (coin()) return {{"Table", std::move(body)}};
    body["ColumnWildcard"] = json::object();
    if (coin()) body["ColumnWildcard"].get_object()["ExcludedColumnNames"] = json::array();
    return {{"TableWithColumns", std::move(body)}};
  }

  json::object policy(const Resource& on) {
    json::object body{{"ResourceType", on.kind() == ResourceKind::databases_by_tags ? "DATABASE" : "TABLE"}};
    if (!on.name().empty()) {
      body["ExpressionName"] = on.name();
      return body;
    }
    json::array pairs;
    for (const TagPair& pair : on.expression().pairs())
      pairs.push_back({{"TagKey", pair.key}, {"TagValues", shuffled(pair.values)}});
    shuffle(pairs);
    body["Expression"] = std::move(pairs);
    return body;
  }

  json::object resource(const Resource& on) {
    json::object body = of_table(on);
    switch (on.kind()) {
      case ResourceKind::catalog:
        return {{"Catalog", json::object()}};
      case ResourceKind::database:
        return {{"Database", {{"Name", in_any_case(on.database_name())}}}};
      case ResourceKind::table:
        return table(on);
      case ResourceKind::all_tables:
        body["TableWildcard"] = json::object();
        return {{"Table", std::move(body)}};
      case ResourceKind::columns:
        body["ColumnNames"] = column_names(on.names());
        return {{"TableWithColumns", std::move(body)}};
      case ResourceKind::columns_except:
        body["ColumnWildcard"] = {{"ExcludedColumnNames", column_names(on.names())}};
        return {{"TableWithColumns", std::move(body)}};
      case ResourceKind::cells_filter:
        return {{"DataCellsFilter",
                 {{"DatabaseName", in_any_case(on.database_name())},
                  {"TableName", in_any_case(on.table_name())},
                  {"Name", on.name()}}}};
      case ResourceKind::data_location:
        return {{"DataLocation", {{"ResourceArn", on.name()}}}};
      case ResourceKind::tag:
        return {{"LFTag", {{"TagKey", on.name()}, {"TagValues", shuffled(on.names())}}}};
      case ResourceKind::tag_expression:
        return {{"LFTagExpression", {{"Name", on.name()}}}};
      case ResourceKind::databases_by_tags:
      case ResourceKind::tables_by_tags:
        return {{"LFTagPolicy", policy(on)}};
    }
    return {};
  }

  Random& random_;
};

/// Some single calls, the others in batches.
std::vector<Request> in_calls(std::vector<json::object> entries, Writer& writer, Random& random) {
  std::vector<Request> out;
  for (std::size_t first = 0; first < entries.size();) {
    if (writer.coin()) {
      out.push_back({"GrantPermissions", std::move(entries[first++])});
      continue;
    }
    const std::size_t last = std::min(entries.size(), first + 1 + random.below(most_entries));
    json::array batch;
    for (; first < last; ++first) {
      entries[first]["Id"] = std::to_string(first);
      batch.push_back(std::move(entries[first]));
    }
    out.push_back({"BatchGrantPermissions", {{"Entries", std::move(batch)}}});
  }
  return out;
}

}  // namespace

std::vector<Request> to_grant(const std::vector<Grant>& grants, bool repeats, Random& random) {
  Writer writer(random);
  std::vector<json::object> entries;
  for (const Grant& grant : grants) {
    for (const Grant& piece : writer.apart(grant)) {
      entries.push_back(writer.entry(piece));
      if (repeats && random.chance(0.15)) entries.push_back(writer.entry(piece));
    }
  }
  writer.shuffle(entries);
  return in_calls(std::move(entries), writer, random);
}

Request to_revoke(const Grant& grant, Random& random) {
  Grant plain{grant.principal, grant.resource, {}, grant.condition};
  const bool all = grant.words.holds("ALL");
  for (const std::string& word : all ? words_for(grant.resource.kind()) : grant.words.names())
    plain.words.add(word);
  return {"RevokePermissions", Writer(random).entry(plain)};
}

}  // namespace lakemirror::drift
