#include "local/iceberg.h"

#include <fmt/format.h>

#include <charconv>

#include "local/objects.h"

namespace lakemirror::local {

namespace {

/// The file's number: `.../metadata/00003-<uuid>.metadata.json` is 3.
int metadata_number_of(std::string_view metadata_location) {
  int number = 0;
  const std::string_view file = metadata_location.substr(metadata_location.rfind('/') + 1);
  std::from_chars(file.data(), file.data() + file.size(), number);
  return number;
}

/// Writes a metadata file under the table's location and returns where it is.
std::string write_metadata(Call& call, std::string_view location, int number) {
  while (location.ends_with('/')) location.remove_suffix(1);
  std::string at = fmt::format("{}/metadata/{:05}-{}.metadata.json", location, number, call.random.uuid());
  const std::string_view scheme = "s3://";
  if (at.starts_with(scheme)) {
    const std::size_t slash = at.find('/', scheme.size());
    const json::object document = {{"format-version", 2},
                                   {"table-uuid", call.random.uuid()},
                                   {"location", location},
                                   {"last-updated-ms", call.now.time_since_epoch().count()}};
    call.objects.put(call.region.account, at.substr(scheme.size(), slash - scheme.size()),
                     at.substr(slash + 1), {.data = json::serialize(document), .modified = call.now});
  }
  return at;
}

/// Iceberg's type names, where they are simple ones, as the catalog's columns spell them.
std::string column_type(const json::value* type) {
  std::string name = type != nullptr && type->is_string() ? std::string(type->get_string()) : "string";
  if (name == "long") return "bigint";
  if (name == "timestamptz") return "timestamp";
  if (name == "uuid" || name == "time") return "string";
  return name;
}

json::array columns_of(const json::object& schema) {
  json::array out;
  const json::array* fields = array_at(schema, "Fields");
  if (fields == nullptr) return out;
  for (const auto& field : *fields) {
    const json::object& member = field.get_object();
    out.push_back({{"Name", text_or(member, "Name")}, {"Type", column_type(member.if_contains("Type"))}});
  }
  return out;
}

json::object& child(json::object& parent, std::string_view name) {
  json::value& value = parent[name];
  if (!value.is_object()) value.emplace_object();
  return value.get_object();
}

}  // namespace

Result<void> create_iceberg_table(Call& call, const json::object& format, json::object& input) {
  const json::object* iceberg = object_at(format, "IcebergInput");
  if (iceberg == nullptr) return invalid_input("OpenTableFormatInput needs an IcebergInput.");
  json::object& descriptor = child(input, "StorageDescriptor");
  if (const json::object* table = object_at(*iceberg, "CreateIcebergTableInput")) {
    descriptor["Location"] = text_or(*table, "Location");
    if (const json::object* schema = object_at(*table, "Schema")) descriptor["Columns"] = columns_of(*schema);
  }
  const std::string location(text_or(descriptor, "Location"));
  if (location.empty()) return invalid_input("An Iceberg table needs a Location.");
  json::object& parameters = child(input, "Parameters");
  parameters["metadata_location"] = write_metadata(call, location, 0);
  parameters["table_type"] = "ICEBERG";
  if (!input.contains("TableType")) input["TableType"] = "EXTERNAL_TABLE";
  return {};
}

Result<void> update_iceberg_table(Call& call, const json::object& format, json::object& input) {
  json::object& parameters = child(input, "Parameters");
  const std::string current(text_or(parameters, "metadata_location"));
  if (current.empty()) return invalid_input("The table is not an Iceberg table.");
  json::object& descriptor = child(input, "StorageDescriptor");
  const json::object* update = object_at(format, "UpdateIcebergInput");
  const json::object* table = update == nullptr ? nullptr : object_at(*update, "UpdateIcebergTableInput");
  const json::array* changes = table == nullptr ? nullptr : array_at(*table, "Updates");
  if (changes == nullptr) return invalid_input("UpdateOpenTableFormatInput needs an UpdateIcebergInput.");
  for (const auto& change : *changes) {
    const json::object& wanted = change.get_object();
    if (const auto location = text_or(wanted, "Location"); !location.empty())
      descriptor["Location"] = location;
    if (const json::object* schema = object_at(wanted, "Schema")) descriptor["Columns"] = columns_of(*schema);
  }
  parameters["previous_metadata_location"] = current;
  parameters["metadata_location"] =
      write_metadata(call, text_or(descriptor, "Location"), metadata_number_of(current) + 1);
  return {};
}

}  // namespace lakemirror::local
