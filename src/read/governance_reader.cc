#include "read/governance_reader.h"

#include "aws/denied_or_missing.h"
#include "read/absent_or_unknown.h"
#include "read/governance_body.h"
#include "read/reader.h"

namespace lakemirror::read {

using model::Key;
using model::KeyKind;
using model::ObjectState;
using model::Snapshot;

namespace {

constexpr auto lake_formation = api::Service::lakeformation;
constexpr int most_per_page = 1'000;  // API model

/// Governance is few and small next to the catalog: both forms are kept.
ObjectState present(json::object body) {
  ObjectState state{.presence = model::Presence::present, .fingerprint = model::fingerprint_of(body)};
  for (const auto& member : body) state.members.emplace_back(member.key());
  state.body = std::move(body);
  return state;
}

Error bad_governance_answer(std::string_view operation, const Key& key, std::string_view what) {
  return {.kind = ErrorKind::retry,
          .operation = "lakeformation:" + std::string(operation),
          .subject = key.text(),
          .message = "the answer has no " + std::string(what)};
}

/// The list of a page. Lake Formation has been seen to leave a list without elements out; anything else in
/// its place is no answer.
Result<json::array> take_list(json::object& page, std::string_view operation, std::string_view member,
                              const Key& key) {
  json::value* value = page.if_contains(member);
  if (value == nullptr || value->is_null()) return json::array();
  json::array* list = value->if_array();
  if (list == nullptr) return fail(bad_governance_answer(operation, key, member));
  for (const json::value& element : *list) {
    if (!element.is_object())
      return fail(bad_governance_answer(operation, key, std::string(member) + " of objects"));
  }
  return std::move(*list);
}

/// What other accounts share is theirs to keep, and tables of nested catalogs may have names of our own.
bool is_own(const json::object& element, std::string_view account) {
  const std::string_view catalog = text_or(element, "CatalogId", text_or(element, "TableCatalogId"));
  return catalog.empty() || catalog == account;
}

json::object resource_of(const Key& object) {
  if (object.kind() == KeyKind::database) return {{"Database", {{"Name", object.database_name()}}}};
  return {{"Table", {{"DatabaseName", object.database_name()}, {"Name", object.table_name()}}}};
}

/// Tables whose filters may be asked for: behind a resource link they are those of another.
Result<std::vector<Key>> tables_of_catalog(aws::Client& client, Clock& clock, std::size_t most) {
  Reader catalog(client, clock, Reader::Keep::fingerprints);
  std::vector<Key> databases, tables;
  const auto add = [](std::vector<Key>& keys, const Snapshot& page) {
    for (const auto& [key, state] : page.states) {
      if (!state.is_link) keys.push_back(key);
    }
  };
  LM_CHECK(catalog.list_databases([&](const Snapshot& page) -> Result<bool> {
    add(databases, page);
    return true;
  }));
  for (const Key& database : databases) {
    const auto listed =
        catalog.list_tables(database.database_name(), [&](const Snapshot& page) -> Result<bool> {
          add(tables, page);
          return tables.size() <= most;
        });
    if (!listed && listed.error().kind != ErrorKind::missing) return fail(listed.error());
    if (tables.size() <= most) continue;
    return fail(Error{.kind = ErrorKind::invalid,
                      .operation = "lakeformation:ListDataCellsFilter",
                      .message = "it is refused without a table, and there are more than " +
                                 std::to_string(most) + " tables to be asked one by one"});
  }
  return tables;
}

}  // namespace

/// One kind of listing, and what makes a key and a body of an element.
struct GovernanceReader::Listing {
  std::string_view operation;
  std::string_view member;
  json::object input = {};
  Key parent = {};
  std::function<std::pair<Key, json::object>(json::object element)> read;
};

Error GovernanceReader::told_apart(const Error& error, const Key& object) {
  return aws::denied_or_missing(client_, error, object.database_name(), object.table_name());
}

ObjectState GovernanceReader::settings() {
  auto answer = client_.call(lake_formation, "GetDataLakeSettings", {});
  if (!answer) return absent_or_unknown(answer.error(), Key::settings());
  json::value* settings = answer->if_contains("DataLakeSettings");
  if (settings == nullptr || !settings->is_object())
    return ObjectState::unknown(
        bad_governance_answer("GetDataLakeSettings", Key::settings(), "DataLakeSettings"));
  return present(settings_body(std::move(settings->get_object())));
}

ObjectState GovernanceReader::location(const std::string& arn) {
  const Key key = Key::location(arn);
  auto answer = client_.call(lake_formation, "DescribeResource", {{"ResourceArn", arn}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  json::value* info = answer->if_contains("ResourceInfo");
  if (info == nullptr || !info->is_object())
    return ObjectState::unknown(bad_governance_answer("DescribeResource", key, "ResourceInfo"));
  return present(location_body(std::move(info->get_object()), arn));
}

ObjectState GovernanceReader::tag(const std::string& tag_key) {
  const Key key = Key::tag(tag_key);
  auto answer = client_.call(lake_formation, "GetLFTag", {{"TagKey", tag_key}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  if (text_or(*answer, "TagKey").empty() || array_at(*answer, "TagValues") == nullptr)
    return ObjectState::unknown(bad_governance_answer("GetLFTag", key, "TagKey and TagValues"));
  return present(tag_body(std::move(*answer), account_));
}

ObjectState GovernanceReader::expression(const std::string& name) {
  const Key key = Key::expression(name);
  auto answer = client_.call(lake_formation, "GetLFTagExpression", {{"Name", name}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  if (array_at(*answer, "Expression") == nullptr)
    return ObjectState::unknown(bad_governance_answer("GetLFTagExpression", key, "Expression"));
  (*answer)["Name"] = name;
  return present(expression_body(std::move(*answer), account_));
}

/// Without ShowAssignedLFTags a table's tags are mixed with its database's, and nothing tells them apart
/// (seen).
ObjectState GovernanceReader::assignment(const Key& object) {
  const Key key = Key::assignment(object);
  auto answer = client_.call(lake_formation, "GetResourceLFTags",
                             {{"Resource", resource_of(object)}, {"ShowAssignedLFTags", true}});
  if (!answer) return absent_or_unknown(told_apart(answer.error(), object), key);
  json::object body = assignment_body(std::move(*answer), object.kind() == KeyKind::table, account_);
  return body.empty() ? ObjectState::absent() : present(std::move(body));
}

ObjectState GovernanceReader::filter(const std::string& database, const std::string& table,
                                     const std::string& name) {
  const Key key = Key::filter(database, table, name);
  auto answer = client_.call(
      lake_formation, "GetDataCellsFilter",
      {{"TableCatalogId", account_}, {"DatabaseName", database}, {"TableName", table}, {"Name", name}});
  if (!answer) return absent_or_unknown(told_apart(answer.error(), key.parent()), key);
  json::value* filter = answer->if_contains("DataCellsFilter");
  if (filter == nullptr || !filter->is_object())
    return ObjectState::unknown(bad_governance_answer("GetDataCellsFilter", key, "DataCellsFilter"));
  return present(filter_body(std::move(filter->get_object()), account_));
}

Result<void> GovernanceReader::list(const Listing& listing, const OnPage& on_page) {
  json::object input = listing.input;
  input["MaxResults"] = most_per_page;
  Time begun = clock_.now();
  const auto take_page = [&](json::object& page) -> Result<bool> {
    LM_TRY(json::array elements, take_list(page, listing.operation, listing.member, listing.parent));
    Snapshot snapshot{.begun = begun};
    for (json::value& element : elements) {
      if (!is_own(element.get_object(), account_)) continue;
      auto [key, body] = listing.read(std::move(element.get_object()));
      snapshot.states.insert_or_assign(std::move(key), present(std::move(body)));
    }
    LM_TRY(const bool more, on_page(std::move(snapshot)));
    begun = clock_.now();
    return more;
  };
  auto listed = aws::for_each_page(client_, lake_formation, listing.operation, std::move(input), take_page);
  if (listed) return {};
  Error error = listed.error();
  if (error.subject.empty()) error.subject = listing.parent.text();
  return fail(std::move(error));
}

Result<void> GovernanceReader::list_locations(const OnPage& on_page) {
  return list({.operation = "ListResources",
               .member = "ResourceInfoList",
               .read =
                   [](json::object info) {
                     const std::string arn(text_or(info, "ResourceArn"));
                     return std::pair(Key::location(arn), location_body(std::move(info), arn));
                   }},
              on_page);
}

Result<void> GovernanceReader::list_tags(const OnPage& on_page) {
  return list({.operation = "ListLFTags",
               .member = "LFTags",
               .read =
                   [this](json::object tag) {
                     Key key = Key::tag(text_or(tag, "TagKey"));
                     return std::pair(std::move(key), tag_body(std::move(tag), account_));
                   }},
              on_page);
}

Result<void> GovernanceReader::list_expressions(const OnPage& on_page) {
  return list({.operation = "ListLFTagExpressions",
               .member = "LFTagExpressions",
               .read =
                   [this](json::object expression) {
                     Key key = Key::expression(text_or(expression, "Name"));
                     return std::pair(std::move(key), expression_body(std::move(expression), account_));
                   }},
              on_page);
}

Result<void> GovernanceReader::list_filters(const OnPage& on_page) {
  if (!lists_filters_by_table_) {
    auto listed = list_filters_at_once(on_page);
    if (!lists_filters_by_table_) return listed;
  }
  return list_filters_by_table(on_page);
}

Result<void> GovernanceReader::list_filters_by_table(const OnPage& on_page) {
  LM_TRY(const auto tables, tables_of_catalog(client_, clock_, most_tables_asked));
  for (const Key& table : tables) {
    LM_TRY(auto page, filters(table.database_name(), table.table_name()));
    LM_TRY(const bool more, on_page(std::move(page)));
    if (!more) break;
  }
  return {};
}

Result<void> GovernanceReader::list_filters_at_once(const OnPage& on_page) {
  auto listed = list({.operation = "ListDataCellsFilter",
                      .member = "DataCellsFilters",
                      .read =
                          [this](json::object filter) {
                            Key key = Key::filter(text_or(filter, "DatabaseName"),
                                                  text_or(filter, "TableName"), text_or(filter, "Name"));
                            return std::pair(std::move(key), filter_body(std::move(filter), account_));
                          }},
                     on_page);
  if (!listed && listed.error().kind == ErrorKind::invalid) lists_filters_by_table_ = true;
  return listed;
}

Result<Snapshot> GovernanceReader::filters(const std::string& database, const std::string& table) {
  Snapshot all{.begun = clock_.now()};
  const auto listed = list({.operation = "ListDataCellsFilter",
                            .member = "DataCellsFilters",
                            .input = {{"Table", {{"DatabaseName", database}, {"Name", table}}}},
                            .parent = Key::table(database, table),
                            .read =
                                [&](json::object filter) {
                                  Key key = Key::filter(database, table, text_or(filter, "Name"));
                                  return std::pair(std::move(key), filter_body(std::move(filter), account_));
                                }},
                           [&](Snapshot page) -> Result<bool> {
                             all.states.merge(page.states);
                             return true;
                           });
  if (!listed) {
    Error error = told_apart(listed.error(), Key::table(database, table));
    if (error.kind != ErrorKind::missing) return fail(std::move(error));
  }
  // Of a table that went while its filters were listed nothing is left.
  if (!listed) all.states.clear();
  return all;
}

}  // namespace lakemirror::read
