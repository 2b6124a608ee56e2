#pragma once

#include <cctype>
#include <string>
#include <vector>

#include "base/text.h"
#include "permissions/grant_generators.h"

namespace lakemirror::permissions {

/// The same grants in any of the ways in which requests, rows and records may show them, chosen at random.
class Spellings {
 public:
  static std::vector<json::object> of(const std::vector<Grant>& grants) {
    std::vector<json::object> rows;
    for (const Grant& grant : grants) {
      for (const Grant& piece : split(grant)) rows.push_back(spell(piece));
      if (coin()) rows.push_back(spell(grant));
    }
    return Generators::shuffled(std::move(rows));
  }

 private:
  static bool coin() { return *rc::gen::arbitrary<bool>(); }

  /// By words, by columns or tag values, with the parts of ALL written out or not.
  static std::vector<Grant> split(const Grant& grant) {
    std::vector<Grant> pieces;
    const auto resources = coin() ? grant.resource.parts() : std::vector{grant.resource};
    const Words words = coin() ? grant.words.closure(grant.resource.kind()) : grant.words;
    for (const Resource& resource : resources) {
      if (coin()) {
        pieces.push_back({grant.principal, resource, words, grant.condition});
        continue;
      }
      for (const auto& [word, grantable] : words.entries()) {
        Grant one{grant.principal, resource, {}, grant.condition};
        one.words.add(word, grantable);
        pieces.push_back(std::move(one));
      }
    }
    return pieces;
  }

  static json::object spell(const Grant& grant) {
    json::object row = to_json(grant, test_account);
    json::object& resource = row["Resource"].get_object();
    if (json::value* table = resource.if_contains("Table"))
      respell_table(resource, table->get_object(), grant);
    json::object& body = resource.begin()->value().get_object();
    respell_lists(body);
    respell_names(body);
    if (coin()) add_catalog(resource.begin()->key(), body);
    if (coin()) row["PermissionsWithGrantOption"] = with_super_user(row);
    if (coin()) row["LastUpdated"] = 1780000000.25;
    if (coin()) row["AdditionalDetails"] = {{"ResourceShare", json::array()}};
    return coin() ? as_recorded(row) : row;
  }

  static void respell_table(json::object& resource, json::object& table, const Grant& grant) {
    const bool every = grant.resource.kind() == ResourceKind::all_tables;
    const bool only_select = grant.words.names() == std::vector<std::string>{"SELECT"};
    if (every && coin()) table["Name"] = "ALL_TABLES";
    if (!only_select || coin()) return;
    json::object columns = table;
    columns.erase("TableWildcard");
    if (every) columns["Name"] = "ALL_TABLES";
    columns["ColumnWildcard"] =
        coin() ? json::object() : json::object{{"ExcludedColumnNames", json::array()}};
    if (coin()) columns["ColumnNames"] = json::array();
    resource = {{"TableWithColumns", columns}};
  }

  static void respell_lists(json::object& body) {
    if (json::value* columns = body.if_contains("ColumnNames")) respell_list(columns->get_array());
    if (json::value* values = body.if_contains("TagValues")) respell_list(values->get_array());
    if (json::value* wildcard = body.if_contains("ColumnWildcard")) {
      json::value* excluded = wildcard->get_object().if_contains("ExcludedColumnNames");
      if (excluded != nullptr) respell_list(excluded->get_array());
    }
    if (json::value* expression = body.if_contains("Expression")) {
      for (json::value& pair : expression->get_array())
        respell_list(pair.get_object()["TagValues"].get_array());
      shuffle(expression->get_array());
    }
  }

  static void respell_list(json::array& list) {
    if (!list.empty() && coin()) list.push_back(list.front());
    for (json::value& element : list) respell(element);
    shuffle(list);
  }

  static void shuffle(json::array& list) {
    const auto shuffled = Generators::shuffled(std::vector<json::value>(list.begin(), list.end()));
    list = json::array(shuffled.begin(), shuffled.end());
  }

  static void respell_names(json::object& body) {
    for (const char* member : {"DatabaseName", "TagKey"}) {
      if (json::value* name = body.if_contains(member)) respell(*name);
    }
    json::value* name = body.if_contains("Name");
    const bool folded = body.contains("DatabaseName") || body.size() == 1;
    const bool kept = body.contains("TableName") || (name != nullptr && *name == "ALL_TABLES");
    if (name != nullptr && folded && !kept) respell(*name);
    if (json::value* table = body.if_contains("TableName")) respell(*table);
  }

  static void respell(json::value& text) {
    std::string out(text.get_string());
    for (char& c : out) {
      if (coin()) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    text = out;
  }

  static void add_catalog(std::string_view member, json::object& body) {
    if (member == "Catalog") {
      body["Id"] = test_account;
    } else if (member != "DataCellsFilter") {
      body["CatalogId"] = test_account;
    }
  }

  static json::value with_super_user(const json::object& row) {
    const json::array* grantable = array_at(row, "PermissionsWithGrantOption");
    json::array out = grantable == nullptr ? json::array() : *grantable;
    if (coin()) out.emplace_back("SUPER_USER");
    return out;
  }

  /// As CloudTrail writes it: the first letter of every member small.
  static json::object as_recorded(const json::object& object) {
    json::object out;
    for (const auto& member : object) {
      std::string name = member.key();
      name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
      out[name] = recorded_value(member.value());
    }
    return out;
  }

  static json::value recorded_value(const json::value& value) {
    if (const json::object* object = value.if_object()) return as_recorded(*object);
    const json::array* array = value.if_array();
    if (array == nullptr) return value;
    json::array out;
    for (const json::value& element : *array) out.push_back(recorded_value(element));
    return out;
  }
};

}  // namespace lakemirror::permissions
