#include "local/lake_gate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "local/lake_request.h"
#include "local/lake_rights.h"
#include "local/places.h"

namespace lakemirror::local {

namespace {

enum class Subject { catalog, database, table };

/// What an operation needs. DESCRIBE stands for any right at all: each makes its object visible (seen).
struct Need {
  std::string_view operation;
  Subject subject;
  Permission permission;
  std::string_view words;     ///< as the denial spells the permission
  std::string_view database;  ///< the member with the database's name
  std::string_view table = {};
};

constexpr std::string_view of_partition_table = "TableName";

// Which right it is was seen for creating databases, tables and partitions, for reading and dropping tables;
// the others are the documented ones (permissions reference).
constexpr Need needs[] = {
    {"CreateDatabase", Subject::catalog, Permission::create_database, "Create Database", {}},
    {"GetDatabase", Subject::database, Permission::describe, "Describe", "Name"},
    {"UpdateDatabase", Subject::database, Permission::alter, "Alter", "Name"},
    {"DeleteDatabase", Subject::database, Permission::drop, "Drop", "Name"},
    {"CreateTable", Subject::database, Permission::create_table, "Create Table", "DatabaseName"},
    {"GetTable", Subject::table, Permission::describe, "Describe", "DatabaseName", "Name"},
    {"UpdateTable", Subject::table, Permission::alter, "Alter", "DatabaseName", "Name"},
    {"DeleteTable", Subject::table, Permission::drop, "Drop", "DatabaseName", "Name"},
    {"GetTableVersion", Subject::table, Permission::describe, "Describe", "DatabaseName", "TableName"},
    {"GetTableVersions", Subject::table, Permission::describe, "Describe", "DatabaseName", "TableName"},
    {"DeleteTableVersion", Subject::table, Permission::alter, "Alter", "DatabaseName", "TableName"},
    {"BatchDeleteTableVersion", Subject::table, Permission::alter, "Alter", "DatabaseName", "TableName"},
    {"GetPartition", Subject::table, Permission::describe, "Describe", "DatabaseName", of_partition_table},
    {"GetPartitions", Subject::table, Permission::describe, "Describe", "DatabaseName", of_partition_table},
    {"BatchGetPartition", Subject::table, Permission::describe, "Describe", "DatabaseName",
     of_partition_table},
    {"CreatePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
    {"BatchCreatePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
    {"UpdatePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
    {"BatchUpdatePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
    {"DeletePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
    {"BatchDeletePartition", Subject::table, Permission::alter, "Alter", "DatabaseName", of_partition_table},
};

bool suffices(const Held& held, Permission needed) {
  return needed == Permission::describe ? held.anything() : held.may(needed);
}

Result<void> check_database(const Call& call, const Rights& rights, const Need& need) {
  const std::string_view name = call.text(need.database);
  const auto place = need.operation == "CreateTable" ? follow_database(call, name, call.view)
                                                     : find_database(call, name, call.view);
  if (!place) {
    const bool told = rights.sees_all() || rights.on_catalog().may(Permission::create_database);
    return told ? Result<void>() : denied_lake_right(need.words, name);
  }
  if (need.permission == Permission::describe && rights.sees(place->name, *place->database)) return {};
  if (suffices(rights.on_database(place->name, *place->database), need.permission)) return {};
  return denied_lake_right(need.words, name);
}

Result<void> check_table(const Call& call, const Rights& rights, const Need& need) {
  std::string_view name = call.text(need.table);
  if (name.empty()) {
    if (const json::object* input = object_at(call.from.input, "TableInput")) name = text_or(*input, "Name");
  }
  const auto database = follow_database(call, call.text(need.database), call.view);
  const Table* table = database ? lake_table(call, database->name, fold(name), call.view) : nullptr;
  if (table == nullptr) {
    const bool told = rights.sees_all() || !database ||
                      rights.on_database(database->name, *database->database).may(Permission::create_table);
    return told ? Result<void>() : denied_lake_right(need.words, name);
  }
  if (need.permission == Permission::describe && rights.sees_all()) return {};
  if (suffices(rights.on_table(database->name, fold(name), *table), need.permission)) return {};
  return denied_lake_right(need.words, name);
}

/// The first S3 location that a description names, as an ARN.
std::string location_of(const json::object& input) {
  const json::object* descriptor = object_at(input, "StorageDescriptor");
  const std::string_view url =
      descriptor != nullptr ? text_or(*descriptor, "Location") : text_or(input, "LocationUri");
  const std::size_t scheme = url.find("://");
  if (!url.starts_with("s3") || scheme == std::string_view::npos) return {};
  return "arn:aws:s3:::" + std::string(url.substr(scheme + 3));
}

bool is_registered_arn(const Call& call, std::string_view arn) {
  bool registered = false;
  call.region.lake.locations.scan("", call.view, [&](const std::string& at, const RegisteredLocation&) {
    registered = lies_below(arn, at);
    return !registered;
  });
  return registered;
}

/// Pointing an object at a registered location takes the right to use it; hybrid access changes nothing here
/// (documented).
Result<void> check_location(const Call& call, const Rights& rights, const json::object& input) {
  const std::string arn = location_of(input);
  if (arn.empty()) return {};
  if (!is_registered_arn(call, arn) || rights.may_use_location(arn)) return {};
  return fault("AccessDeniedException",
               fmt::format("Insufficient Lake Formation permissions on s3://{}", arn.substr(13)));
}

Result<void> check_locations(const Call& call, const Rights& rights) {
  for (const char* member : {"DatabaseInput", "TableInput", "PartitionInput"}) {
    const json::object* input = object_at(call.from.input, member);
    if (input != nullptr) LM_CHECK(check_location(call, rights, *input));
  }
  if (const json::array* inputs = array_at(call.from.input, "PartitionInputList")) {
    for (const auto& input : *inputs) LM_CHECK(check_location(call, rights, input.get_object()));
  }
  return {};
}

}  // namespace

tl::unexpected<Error> denied_lake_right(std::string_view needed, std::string_view subject) {
  return fault("AccessDeniedException",
               fmt::format("Insufficient Lake Formation permission(s): Required {} on {}", needed, subject));
}

bool is_registered(const Call& call, const Table& table) {
  if (call.region.lake.locations.size() == 0) return false;
  const std::string arn = location_of(table.body.object());
  return !arn.empty() && is_registered_arn(call, arn);
}

Result<void> check_lake_rights(const Call& call) {
  const auto* need = std::ranges::find(needs, call.operation.name, &Need::operation);
  if (need == std::end(needs)) return {};
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted()) return {};
  switch (need->subject) {
    case Subject::catalog:
      if (!rights.admin() && !rights.on_catalog().may(need->permission))
        return denied_lake_right(need->words, "Catalog");
      break;
    case Subject::database:
      LM_CHECK(check_database(call, rights, *need));
      break;
    case Subject::table:
      LM_CHECK(check_table(call, rights, *need));
      break;
  }
  return check_locations(call, rights);
}

}  // namespace lakemirror::local
