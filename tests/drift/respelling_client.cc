#include "drift/respelling_client.h"

namespace lakemirror::drift {

namespace {

constexpr const char* rows_member = "PrincipalResourcePermissions";

/// The row without the words at even, or at odd, places.
json::object half(const json::object& row, std::size_t parity) {
  json::object out = row;
  json::array words, options;
  const json::array& all_words = row.at("Permissions").as_array();
  const json::array& all_options = row.at("PermissionsWithGrantOption").as_array();
  for (std::size_t i = parity; i < all_words.size(); i += 2) {
    words.push_back(all_words[i]);
    for (const json::value& option : all_options) {
      if (option == all_words[i]) options.push_back(option);
    }
  }
  out["Permissions"] = std::move(words);
  out["PermissionsWithGrantOption"] = std::move(options);
  return out;
}

}  // namespace

Result<json::object> RespellingClient::call(api::Service service, std::string_view operation,
                                            const json::object& input) {
  LM_TRY(json::object answer, client_.call(service, operation, input));
  if (operation == "ListPermissions") answer[rows_member] = respelled(answer.at(rows_member).as_array());
  return answer;
}

json::array RespellingClient::respelled(const json::array& rows) {
  json::array out;
  for (const json::value& row : rows) {
    const bool splits = row.at("Permissions").as_array().size() > 1 && coin();
    for (std::size_t parity = 0; parity < (splits ? 2u : 1u); ++parity) {
      json::object written = splits ? half(row.as_object(), parity) : row.as_object();
      respell(written);
      out.push_back(std::move(written));
    }
  }
  for (std::size_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[random_.below(i)]);
  return out;
}

void RespellingClient::respell(json::object& row) {
  json::object& resource = row.at("Resource").as_object();
  respell_wildcard(resource);
  json::object& body = resource.begin()->value().as_object();
  if (coin()) {
    body.erase("CatalogId");
    body.erase("Id");
  }
  json::array& options = row.at("PermissionsWithGrantOption").as_array();
  if (!options.empty() && coin()) options.emplace_back("SUPER_USER");
  if (options.empty() && coin()) row.erase("PermissionsWithGrantOption");
}

void RespellingClient::respell_wildcard(json::object& resource) {
  if (const json::object* of_columns = object_at(resource, "TableWithColumns")) {
    const json::object* wildcard = object_at(*of_columns, "ColumnWildcard");
    if (wildcard == nullptr || !wildcard->empty() || coin()) return;
    json::object table = *of_columns;
    table.erase("ColumnWildcard");
    if (text_or(table, "Name") == "ALL_TABLES") table["TableWildcard"] = json::object();
    resource = {{"Table", std::move(table)}};
  }
  json::value* table = resource.if_contains("Table");
  if (table == nullptr || !table->get_object().contains("TableWildcard")) return;
  if (coin()) table->get_object().erase(coin() ? "Name" : "TableWildcard");
}

}  // namespace lakemirror::drift
