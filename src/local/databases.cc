#include <fmt/format.h>

#include "base/text.h"
#include "local/actions.h"
#include "local/json_text.h"
#include "local/lake_defaults.h"
#include "local/lake_rights.h"
#include "local/page_token.h"
#include "local/places.h"

namespace lakemirror::local {

namespace {

constexpr std::string_view permissions_member = "CreateTableDefaultPermissions";

Body database_body(Call& call, const json::object& input) {
  return make_body(input, *api::find_shape(api::Service::glue, "DatabaseInput"), "Name",
                   call.region.catalog.texts);
}

/// A link shows its target's properties, and keeps its own name, target and default permissions.
std::string members_of(const Call& call, const Database& database) {
  const Database* target = database.link ? target_of(call, database, call.view) : nullptr;
  // Who may not see the target sees the link alone (documented).
  if (target == nullptr || !Rights::of_caller(call).sees(fold(database.link->database), *target))
    return database.body.text();
  json::object merged = target->body.object();
  for (auto& own : database.body.object()) {
    if (own.key() == permissions_member || own.key() == "TargetDatabase") merged[own.key()] = own.value();
  }
  const std::string text = json::serialize(merged);
  return text.substr(1, text.size() - 2);
}

void append_database(std::string& out, const Call& call, const std::string& name, const Database& database) {
  ObjectText text(out);
  text.text("Name", name);
  text.members(members_of(call, database));
  text.number("CreateTime", std::chrono::floor<Seconds>(database.created).time_since_epoch().count());
  text.text("CatalogId", call.region.account);
  text.close();
}

Answer create_database(Call& call) {
  json::object input = call.object("DatabaseInput");
  const std::string name = fold(text_or(input, "Name"));
  Shelf<Database>& databases = call.region.catalog.databases;
  if (databases.find(name) != nullptr) return already_exists("Database already exists.");
  if (!input.contains(permissions_member)) input[permissions_member] = default_table_permissions(call);
  databases.put(name,
                {.body = database_body(call, input),
                 .created = call.second(),
                 .created_by = call.region.catalog.texts.intern(call.from.principal_arn),
                 .link = read_link(input, "TargetDatabase"),
                 .tables = std::make_shared<Shelf<Table>>()},
                call.moment());
  grant_defaults(call, name);
  call.touch_database(name);
  return "{}";
}

Answer get_database(Call& call) {
  LM_TRY(const DatabasePlace place, find_database(call, call.text("Name"), call.view));
  std::string out = "{\"Database\":";
  append_database(out, call, place.name, *place.database);
  out += '}';
  return out;
}

Answer get_databases(Call& call) {
  const std::size_t limit = call.page_limit(100);
  std::string after;
  if (const auto token = call.text("NextToken"); !token.empty()) {
    LM_TRY(const json::object position, read_token(token, call.now));
    after = text_or(position, "last");
  }
  const bool names_only = array_at(call.from.input, "AttributesToGet") != nullptr;
  std::string out = "{\"DatabaseList\":[";
  const Rights rights = Rights::of_caller(call);
  std::size_t count = 0;
  bool more = false;
  call.region.catalog.databases.scan(
      after, call.view, [&](const std::string& name, const Database& database) {
        if (!rights.sees(name, database)) return true;  // left out without a word: seen
        if (count == limit) return !(more = true);
        if (count++ > 0) out += ',';
        if (names_only) {
          ObjectText text(out);
          text.text("Name", name);
          if (database.link) text.value("TargetDatabase", database.body.object()["TargetDatabase"]);
          text.close();
        } else {
          append_database(out, call, name, database);
        }
        after = name;
        return true;
      });
  out += ']';
  if (more) {
    out += ",\"NextToken\":";
    append_string(out, make_token({{"last", after}}, call.now));
  }
  out += '}';
  return out;
}

/// Replaces the whole description. Through a link it is the target that changes (Lake Formation guide,
/// resource links).
Answer update_database(Call& call) {
  json::object input = call.object("DatabaseInput");
  LM_TRY(const DatabasePlace named, find_database(call, call.text("Name"), {}));
  LM_TRY(const DatabasePlace place, follow_database(call, call.text("Name"), {}));
  // Not documented for databases; tables cannot be renamed either, and no client was seen to try.
  if (fold(text_or(input, "Name")) != named.name) return invalid_input("Database name cannot be changed.");
  if (place.linked) {
    input.erase("TargetDatabase");
  } else if (input.contains("TargetDatabase")) {
    return invalid_input("A database cannot be turned into a resource link. Delete and re-create it.");
  }
  if (!input.contains(permissions_member)) {
    input[permissions_member] = call.knobs.update_database_keeps_permissions
                                    ? place.database->body.object()[permissions_member]
                                    : json::value(default_table_permissions(call));
  }
  Database updated = *place.database;
  updated.body = database_body(call, input);
  call.region.catalog.databases.put(place.name, std::move(updated), call.moment());
  call.touch_database(place.name);
  return "{}";
}

/// Takes everything below with it, without further records; of a link, only the link.
Answer delete_database(Call& call) {
  LM_TRY(const DatabasePlace place, find_database(call, call.text("Name"), {}));
  call.region.catalog.databases.erase(place.name, call.moment());
  forget_database(call, place.name);
  call.touch_database(place.name);
  return "{}";
}

constexpr Action all_database_actions[] = {
    {"CreateDatabase", create_database, false}, {"GetDatabase", get_database, true},
    {"GetDatabases", get_databases, true},      {"UpdateDatabase", update_database, false},
    {"DeleteDatabase", delete_database, false},
};

}  // namespace

std::span<const Action> database_actions() { return all_database_actions; }

}  // namespace lakemirror::local
