#include "permissions/fake_lake_formation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"

namespace lakemirror::permissions {

namespace {

constexpr const char* account = "111122223333";
constexpr const char* modification_is_invalid = "Permissions modification is invalid.";
constexpr const char* nothing_revoked = "No permissions revoked. Grantee has no permissions";

const std::map<std::string, std::set<std::string>>& parts_of_all() {
  static const std::set<std::string> database{"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  static const std::set<std::string> table{"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
  static const std::map<std::string, std::set<std::string>> parts{
      {"Catalog", {"ALTER", "CREATE_DATABASE", "DESCRIBE", "DROP"}},
      {"Database", database},
      {"Table", table},
      {"LFTagPolicy DATABASE", database},
      {"LFTagPolicy TABLE", table}};
  return parts;
}

std::string text_at(const json::object& object, std::string_view name) {
  return std::string(text_or(object, name));
}

std::set<std::string> names_at(const json::object& object, std::string_view name, bool folded) {
  std::set<std::string> names;
  if (const json::array* list = array_at(object, name)) {
    for (const json::value& element : *list) {
      const std::string text(element.get_string());
      names.insert(folded ? fold(text) : text);
    }
  }
  return names;
}

json::array to_list(const std::set<std::string>& names) { return json::array(names.begin(), names.end()); }

/// The parts of ALL on such a resource; none where it has no ALL.
const std::set<std::string>& parts_of(const std::string& member, const json::object& shape) {
  static const std::set<std::string> none;
  const std::string kind = member == "LFTagPolicy" ? member + ' ' + text_at(shape, "ResourceType") : member;
  const auto at = parts_of_all().find(kind);
  return at == parts_of_all().end() ? none : at->second;
}

void raise(std::map<std::string, bool>& words, const std::string& word, bool grantable) {
  bool& held = words.try_emplace(word, false).first->second;
  held = held || grantable;
}

std::map<std::string, bool> with_parts(std::map<std::string, bool> words,
                                       const std::set<std::string>& parts) {
  const auto at = words.find("ALL");
  if (at == words.end()) return words;
  const bool grantable = at->second;
  for (const std::string& part : parts) raise(words, part, grantable);
  return words;
}

json::array sorted_expression(const json::array& expression) {
  std::map<std::string, std::set<std::string>> pairs;
  for (const json::value& pair : expression) {
    const auto values = names_at(pair.get_object(), "TagValues", false);
    pairs[text_at(pair.get_object(), "TagKey")].insert(values.begin(), values.end());
  }
  json::array out;
  for (const auto& [key, values] : pairs) out.push_back({{"TagKey", key}, {"TagValues", to_list(values)}});
  return out;
}

}  // namespace

void FakeLakeFormation::place_table(const json::object& table, bool with_columns, Request& out) {
  const bool every = table.contains("TableWildcard");
  const std::string name = text_at(table, "Name");
  if (name == "ALL_TABLES") out.refusal = "Table not found.";
  if (every == !name.empty()) out.refusal = "Table name and table wildcard cannot both be present or empty.";
  Place& place = out.place;
  place.member = "Table";
  place.shape = {{"CatalogId", account},
                 {"DatabaseName", fold(text_at(table, "DatabaseName"))},
                 {"Name", every ? "ALL_TABLES" : fold(name)}};
  if (every) place.shape["TableWildcard"] = json::object();
  if (!with_columns) return;
  place.names = names_at(table, "ColumnNames", true);
  if (const json::object* wildcard = object_at(table, "ColumnWildcard")) {
    place.names = names_at(*wildcard, "ExcludedColumnNames", true);
    place.excluding = !place.names.empty();
  }
  if (!place.names.empty()) place.member = "TableWithColumns";
}

void FakeLakeFormation::place_tag(const json::object& tag, Request& out) {
  out.place.shape = {{"CatalogId", account}, {"TagKey", text_at(tag, "TagKey")}};
  out.place.names = names_at(tag, "TagValues", false);
}

FakeLakeFormation::Request FakeLakeFormation::parse(const json::object& request) {
  Request out;
  Place& place = out.place;
  place.principal = text_at(*object_at(request, "Principal"), "DataLakePrincipalIdentifier");
  if (const json::object* condition = object_at(request, "Condition"))
    place.condition = text_at(*condition, "Expression");
  for (const auto& word : names_at(request, "Permissions", false)) raise(out.words, word, false);
  for (const auto& word : names_at(request, "PermissionsWithGrantOption", false)) {
    if (!out.words.contains(word)) out.refusal = "Grant options must be a subset of the permissions.";
    raise(out.words, word, true);
  }
  const json::object& resource = *object_at(request, "Resource");
  place.member = resource.begin()->key();
  const json::object& body = resource.begin()->value().get_object();
  if (place.member == "Table" || place.member == "TableWithColumns") {
    place_table(body, place.member == "TableWithColumns", out);
  } else if (place.member == "LFTag") {
    place_tag(body, out);
  } else {
    place.shape = body;
    if (place.member == "Database") place.shape["Name"] = fold(text_at(body, "Name"));
    if (const json::array* expression = array_at(body, "Expression"))
      place.shape["Expression"] = sorted_expression(*expression);
    const char* catalog = place.member == "DataCellsFilter" ? "TableCatalogId" : "CatalogId";
    if (place.member != "Catalog" && !body.contains(catalog)) place.shape[catalog] = account;
  }
  place.subject = canonical_json(place.shape);
  if (out.refusal.empty()) out.refusal = refusal_of_words(out);
  return out;
}

std::string FakeLakeFormation::refusal_of_words(const Request& request) {
  const auto& [place, words, refusal] = request;
  if (words.empty()) return "Permissions must not be empty.";
  if (place.member != "TableWithColumns") return {};
  if (words.size() != 1 || words.begin()->first != "SELECT") return modification_is_invalid;
  if (place.excluding && words.begin()->second) return modification_is_invalid;
  return {};
}

bool FakeLakeFormation::excluded_by_another(const Request& request) const {
  if (!readings_.select_on_table_excludes_columns) return false;
  const Place& place = request.place;
  const auto selects = [](const Words& words) { return words.contains("SELECT") || words.contains("ALL"); };
  const auto beside = [&](const Place& other, const char* member) {
    return other.member == member && other.principal == place.principal && other.subject == place.subject;
  };
  if (place.member == "TableWithColumns") {
    return std::ranges::any_of(
        rows_, [&](const auto& row) { return beside(row.first, "Table") && selects(row.second); });
  }
  if (place.member != "Table" || !selects(request.words)) return false;
  return std::ranges::any_of(
      lists_, [&](const auto& row) { return beside(row.first, "TableWithColumns") && !row.second.empty(); });
}

std::string FakeLakeFormation::grant(const json::object& json) {
  const Request request = parse(json);
  if (!request.refusal.empty()) return request.refusal;
  if (excluded_by_another(request)) return modification_is_invalid;
  if (!request.place.names.empty()) return grant_list(request);
  Words& held = rows_[request.place];
  const Words before = held;
  for (const auto& [word, grantable] : request.words) raise(held, word, grantable);
  if (readings_.all == Readings::All::stored_with_parts)
    held = with_parts(held, parts_of(request.place.member, request.place.shape));
  return held == before && readings_.identical_grant_is_refused ? modification_is_invalid : "";
}

std::string FakeLakeFormation::grant_list(const Request& request) {
  auto& lists = lists_[request.place];
  const auto before = lists;
  const auto give = [&](const Names& names) {
    for (const auto& [word, grantable] : request.words) raise(lists[names], word, grantable);
  };
  if (readings_.lists != Readings::Lists::merged) {
    give(request.place.names);
  } else if (!request.place.excluding) {
    for (const std::string& name : request.place.names) give({name});
  } else {
    Names both = request.place.names;
    if (!lists.empty())
      std::erase_if(both, [&](const auto& name) { return !lists.begin()->first.contains(name); });
    if (both.empty()) return modification_is_invalid;
    lists.clear();
    give(both);
  }
  return lists == before && readings_.identical_grant_is_refused ? modification_is_invalid : "";
}

std::string FakeLakeFormation::revoke(const json::object& json) {
  const Request request = parse(json);
  if (!request.refusal.empty()) return request.refusal;
  if (!request.place.names.empty()) return revoke_list(request);
  const auto at = rows_.find(request.place);
  if (at == rows_.end()) return nothing_revoked;
  const std::string refusal = take(at->second, request);
  if (at->second.empty()) rows_.erase(at);
  return refusal;
}

std::string FakeLakeFormation::revoke_list(const Request& request) {
  const auto at = lists_.find(request.place);
  if (at == lists_.end()) return nothing_revoked;
  if (readings_.lists != Readings::Lists::apart && !request.place.excluding)
    return revoke_names(at->second, request);
  const auto list = at->second.find(request.place.names);
  if (list == at->second.end()) return nothing_revoked;
  const std::string refusal = take(list->second, request);
  if (list->second.empty()) at->second.erase(list);
  return refusal;
}

std::string FakeLakeFormation::revoke_names(std::map<Names, Words>& lists, const Request& request) {
  std::map<Names, Words> left;
  const auto keep = [&](const Names& names, const Words& words) {
    for (const auto& [word, grantable] : words) raise(left[names], word, grantable);
  };
  for (const auto& [names, words] : lists) {
    Names met, others;
    for (const std::string& name : names) (request.place.names.contains(name) ? met : others).insert(name);
    Words taken_from = words;
    if (!met.empty()) take(taken_from, request);
    if (!met.empty()) keep(met, taken_from);
    if (!others.empty()) keep(others, words);
  }
  std::erase_if(left, [](const auto& list) { return list.second.empty(); });
  const bool nothing = left == lists;
  lists = std::move(left);
  return nothing ? nothing_revoked : "";
}

/// Gives up ALL for its parts where one of them is revoked; false where that is refused.
bool FakeLakeFormation::split_all(Words& held, const Request& request) const {
  const auto& parts = parts_of(request.place.member, request.place.shape);
  const bool touches =
      std::ranges::any_of(request.words, [&](const auto& w) { return parts.contains(w.first); });
  if (!held.contains("ALL") || request.words.contains("ALL") || !touches) return true;
  if (!readings_.part_of_all_can_be_revoked) return false;
  held = with_parts(held, parts);
  held.erase("ALL");
  return true;
}

std::string FakeLakeFormation::take(Words& held, const Request& request) const {
  if (!split_all(held, request)) return modification_is_invalid;
  const Words before = held;
  const auto& parts = parts_of(request.place.member, request.place.shape);
  const bool option_alone = readings_.naming_option_takes_it_alone;
  const auto all = request.words.find("ALL");
  const bool whole = held.contains("ALL") && all != request.words.end() &&
                     readings_.revoke_of_all_takes_parts && !(all->second && option_alone);
  for (const auto& [word, with_option] : request.words) {
    const auto at = held.find(word);
    if (at == held.end()) continue;
    if (with_option && option_alone) {
      at->second = false;
      continue;
    }
    if (at->second && !with_option && !readings_.option_goes_with_permission) continue;
    held.erase(at);
  }
  if (whole) std::erase_if(held, [&](const auto& entry) { return parts.contains(entry.first); });
  return held == before ? nothing_revoked : "";
}

void FakeLakeFormation::append_row(const Place& place, const Words& words, std::vector<json::object>& rows) {
  if (words.empty()) return;
  json::array permissions, grantable;
  for (const auto& [word, with_option] : words) {
    permissions.emplace_back(word);
    if (with_option) grantable.emplace_back(word);
  }
  json::object row{{"Principal", {{"DataLakePrincipalIdentifier", place.principal}}},
                   {"Resource", {{place.member, place.shape}}},
                   {"Permissions", permissions},
                   {"PermissionsWithGrantOption", grantable},
                   {"LastUpdated", 1780000000.5},
                   {"LastUpdatedBy", "arn:aws:iam::111122223333:role/admin"}};
  if (!place.condition.empty()) row["Condition"] = {{"Expression", place.condition}};
  rows.push_back(std::move(row));
}

void FakeLakeFormation::list_row(const Place& place, Words words, std::vector<json::object>& rows) const {
  if (readings_.all == Readings::All::listed_with_parts)
    words = with_parts(words, parts_of(place.member, place.shape));
  if (const auto at = words.find("SELECT"); place.member == "Table" && at != words.end()) {
    Place columns = place;
    columns.member = "TableWithColumns";
    columns.shape.erase("TableWildcard");
    columns.shape["ColumnWildcard"] = json::object();
    append_row(columns, {*at}, rows);
    words.erase(at);
  }
  append_row(place, words, rows);
}

void FakeLakeFormation::list_lists(const Place& place, const std::map<Names, Words>& lists,
                                   std::vector<json::object>& rows) const {
  std::vector<std::pair<Names, Words>> listed(lists.begin(), lists.end());
  if (readings_.lists == Readings::Lists::merged) {
    std::map<Words, Names> merged;
    for (const auto& [names, words] : lists) merged[words].insert(names.begin(), names.end());
    listed.clear();
    for (const auto& [words, names] : merged) listed.emplace_back(names, words);
  }
  for (const auto& [names, words] : listed) {
    Place list = place;
    if (place.member == "LFTag") {
      list.shape["TagValues"] = to_list(names);
    } else if (place.excluding) {
      list.shape["ColumnWildcard"] = {{"ExcludedColumnNames", to_list(names)}};
    } else {
      list.shape["ColumnNames"] = to_list(names);
    }
    append_row(list, words, rows);
  }
}

std::vector<json::object> FakeLakeFormation::list() const {
  std::vector<json::object> rows;
  for (const auto& [place, words] : rows_) list_row(place, words, rows);
  for (const auto& [place, lists] : lists_) list_lists(place, lists, rows);
  return rows;
}

namespace {

json::object request(const char* resource, const char* permissions, const char* grantable = "[]") {
  return parse_json(std::string(R"({"Principal":{"DataLakePrincipalIdentifier":"p"},"Resource":)") +
                    resource + R"(,"Permissions":)" + permissions + R"(,"PermissionsWithGrantOption":)" +
                    grantable + "}")
      ->get_object();
}

std::vector<std::string> listed(const FakeLakeFormation& fake) {
  std::vector<std::string> out;
  for (const json::object& row : fake.list())
    out.push_back(canonical_json(row.at("Resource")) + json::serialize(row.at("Permissions")));
  return out;
}

using Listed = std::vector<std::string>;
constexpr const char* table = R"({"Table":{"DatabaseName":"d","Name":"T"}})";
constexpr const char* column_a =
    R"({"TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnNames":["a"]}})";

TEST(FakeLakeFormation, SelectOnATableIsListedAsColumnsWithAWildcard) {
  FakeLakeFormation fake;
  EXPECT_EQ(fake.grant(request(table, R"(["SELECT","DESCRIBE"])")), "");
  EXPECT_EQ(
      listed(fake),
      (Listed{
          R"({"TableWithColumns":{"CatalogId":"111122223333","ColumnWildcard":{},"DatabaseName":"d","Name":"t"}}["SELECT"])",
          R"({"Table":{"CatalogId":"111122223333","DatabaseName":"d","Name":"t"}}["DESCRIBE"])"}));
}

TEST(FakeLakeFormation, AllTablesAreListedUnderANameThatNoRequestMayUse) {
  FakeLakeFormation fake;
  EXPECT_EQ(fake.grant(request(R"({"Table":{"DatabaseName":"d","TableWildcard":{}}})", R"(["DROP"])")), "");
  EXPECT_EQ(
      listed(fake).front(),
      R"({"Table":{"CatalogId":"111122223333","DatabaseName":"d","Name":"ALL_TABLES","TableWildcard":{}}}["DROP"])");
  EXPECT_NE(fake.grant(request(R"({"Table":{"DatabaseName":"d","Name":"ALL_TABLES"}})", R"(["DROP"])")), "");
}

TEST(FakeLakeFormation, SelectOnATableAndOnColumnsMayExcludeEachOther) {
  for (const bool exclude : {true, false}) {
    FakeLakeFormation fake({.select_on_table_excludes_columns = exclude});
    EXPECT_EQ(fake.grant(request(table, R"(["SELECT"])")), "");
    EXPECT_EQ(fake.grant(request(column_a, R"(["SELECT"])")).empty(), !exclude);
  }
}

TEST(FakeLakeFormation, WhatIsNotHeldCannotBeRevoked) {
  FakeLakeFormation fake;
  EXPECT_NE(fake.revoke(request(table, R"(["SELECT"])")), "");
  EXPECT_EQ(fake.grant(request(table, R"(["SELECT","DROP"])")), "");
  EXPECT_EQ(fake.revoke(request(table, R"(["SELECT"])")), "");
  EXPECT_EQ(listed(fake).size(), 1u);
  EXPECT_NE(fake.revoke(request(table, R"(["SELECT"])")), "");
}

TEST(FakeLakeFormation, ListsOfColumnsMayMerge) {
  constexpr const char* column_b =
      R"({"TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnNames":["b"]}})";
  for (const bool merge : {true, false}) {
    FakeLakeFormation fake({.lists = merge ? Readings::Lists::merged : Readings::Lists::apart});
    EXPECT_EQ(fake.grant(request(column_a, R"(["SELECT"])")), "");
    EXPECT_EQ(fake.grant(request(column_b, R"(["SELECT"])")), "");
    EXPECT_EQ(fake.list().size(), merge ? 1u : 2u);
  }
}

TEST(FakeLakeFormation, AllMayBeListedWithItsParts) {
  for (const auto all : {Readings::All::as_granted, Readings::All::listed_with_parts}) {
    FakeLakeFormation fake({.all = all});
    EXPECT_EQ(fake.grant(request(table, R"(["ALL"])")), "");
    EXPECT_EQ(fake.list().size(), all == Readings::All::as_granted ? 1u : 2u);
  }
}

}  // namespace
}  // namespace lakemirror::permissions
