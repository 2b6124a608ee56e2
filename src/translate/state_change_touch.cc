#include "translate/state_change_touch.h"

#include "translate/readable.h"
#include "translate/reasons.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::Scope;

constexpr std::string_view state_change_source = "aws.glue";

/// Only an update of the object itself leaves what lies below it alone.
bool reaches_below(std::string_view change) { return change != "UpdateTable" && change != "UpdateDatabase"; }

/// The tables of a notice about a database; empty where it names none, or one of them cannot be read.
std::vector<Scope> changed_tables(const json::object& detail, const std::string& database,
                                  std::string_view change) {
  std::vector<Scope> scopes;
  const auto tables = values_at(detail, "changedTables");
  if (!tables) return scopes;
  for (const auto& table : *tables) {
    if (table.empty()) return {};
    scopes.push_back({Key::table(database, table), reaches_below(change)});
  }
  return scopes;
}

std::vector<Scope> scopes_of_notice(const Record& record) {
  const auto* detail = record.detail();
  const auto database = detail == nullptr ? std::nullopt : name_at(*detail, "databaseName");
  if (!database) return {{Key(), true}};
  const std::string change = name_at(*detail, "typeOfChange").value_or("");
  if (const auto table = name_at(*detail, "tableName"))
    return {{Key::table(*database, *table), reaches_below(change)}};
  auto tables = changed_tables(*detail, *database, change);
  if (!tables.empty()) return tables;
  // A creation or deletion of tables that names none of them may be about any.
  return {{Key::database(*database), reaches_below(change)}};
}

/// What the notice says of its place, and cannot be: then it was damaged, and may be about the followed
/// catalog.
std::optional<Error> unreadable_notice(std::string_view account, std::string_view region) {
  const bool is_account = account.empty() || can_be_account(account);
  if (is_account && (region.empty() || can_be_region(region))) return std::nullopt;
  return Error{.kind = ErrorKind::invalid,
               .message = is_account ? "its region cannot be one" : "its account cannot be one"};
}

std::optional<std::string> reason_of_other_place(std::string_view account, std::string_view region,
                                                 const TouchContext& context) {
  if (!account.empty() && !context.source_account.empty() && account != context.source_account)
    return "account " + std::string(account) + " is not the one that is followed";
  if (!region.empty() && !context.source_region.empty() && region != context.source_region)
    return "Region " + std::string(region) + " is not the one that is followed";
  return std::nullopt;
}

}  // namespace

bool is_state_change(const model::Event& event, const Record& record) {
  return event.event_source == state_change_source ||
         record.text("detail-type").starts_with("Glue Data Catalog ");
}

Touch touch_state_change(const Record& record, const TouchContext& context) {
  const auto account = record.text("account"), region = record.text("region");
  if (auto error = unreadable_notice(account, region)) return {.malformed = std::move(error)};
  if (auto reason = reason_of_other_place(account, region, context)) return {.ignored = std::move(reason)};
  const auto* detail = record.detail();
  const auto catalog = detail == nullptr ? std::nullopt : name_at(*detail, "catalogId");
  const std::string_view followed = context.source_account.empty() ? account : context.source_account;
  if (catalog && can_be_catalog(*catalog) && !is_followed(*catalog, followed))
    return {.ignored = reason_of_catalog(*catalog)};
  return {.scopes = scopes_of_notice(record)};
}

}  // namespace lakemirror::translate
