#include "workload/bodies.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lakemirror::workload {
namespace {

constexpr std::string_view parquet_input = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
constexpr std::string_view parquet_output = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
constexpr std::string_view parquet_serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
constexpr std::string_view text_input = "org.apache.hadoop.mapred.TextInputFormat";
constexpr std::string_view text_output = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
constexpr std::string_view text_serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

json::object column(std::string_view name, std::string_view type) { return {{"Name", name}, {"Type", type}}; }

}  // namespace

std::string Bodies::revision() {
  // Drawn from a handful, bodies come back: A, B, A is what a stale read cannot tell from A.
  if (random_.chance(options_.few_variants)) return fmt::format("variant {}", random_.below(3));
  return fmt::format("revision {}", ++revision_);
}

std::string Bodies::bucket() { return pick(random_, options_.buckets); }

std::string Bodies::location(const std::string& database, const std::string& table) {
  static const std::vector<std::string> schemes = {"s3", "s3", "s3", "s3a", "s3n"};
  return fmt::format("{}://{}/{}/{}{}", pick(random_, schemes), bucket(), database, table,
                     random_.chance(0.5) ? "/" : "");
}

std::string Bodies::metadata_location(const std::string& table_location, std::size_t number) {
  return fmt::format("{}{}metadata/{:05}-{}.metadata.json", table_location,
                     table_location.ends_with('/') ? "" : "/", number, random_.uuid());
}

json::array Bodies::columns(std::size_t least) {
  static const std::vector<std::string> types = {"string",
                                                 "bigint",
                                                 "double",
                                                 "decimal(10,2)",
                                                 "timestamp",
                                                 "array<struct<id:bigint,label:string>>",
                                                 "map<string,string>"};
  json::array out;
  const auto count = least + random_.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    // Glue stores column names in lower case, whatever was sent.
    const bool mixed = i >= 2 && random_.chance(0.1);
    auto added = column(fmt::format("{}_{}", mixed ? "userId" : "column", i), pick(random_, types));
    if (random_.chance(0.3)) added["Comment"] = "größe, in % = \"roughly\"";
    if (random_.chance(0.15))
      added["Parameters"] = {{"iceberg.field.id", std::to_string(i + 1)}, {"Name", "kept"}};
    out.push_back(std::move(added));
  }
  return out;
}

json::object Bodies::parameters() {
  json::object out{{"EXTERNAL", "TRUE"}, {"note", revision()}};
  // Keys that look like members of the API, and values that look like locations without being one.
  if (random_.chance(0.4)) out["comment"] = "copied from s3://data/raw every night";
  if (random_.chance(0.3)) out["owner"] = "Team A";
  if (random_.chance(0.3)) out["Location"] = fmt::format("s3://{}/elsewhere", bucket());
  if (random_.chance(0.2)) out["name"] = "table";
  if (random_.chance(0.2))
    out["avro.schema.url"] = fmt::format("s3a://{}/schemas/größe=1/a b.avsc", bucket());
  if (random_.chance(0.2)) out["numRows"] = std::to_string(random_.below(1'000'000));
  if (random_.chance(0.1)) out["projection.dt.range"] = "2020-01-01,NOW";
  return out;
}

json::object Bodies::storage(const std::string& location) {
  const bool parquet = random_.chance(0.7);
  json::object serde{{"SerializationLibrary", parquet ? parquet_serde : text_serde},
                     {"Parameters", json::object{{"serialization.format", "1"}}}};
  if (!parquet) serde["Parameters"].as_object()["field.delim"] = ",";
  if (random_.chance(0.3)) serde["Parameters"].as_object()["path"] = location;
  if (random_.chance(0.2)) serde["Name"] = "serde";
  json::object out{{"Columns", columns(2)},
                   {"Location", location},
                   {"InputFormat", parquet ? parquet_input : text_input},
                   {"OutputFormat", parquet ? parquet_output : text_output},
                   {"SerdeInfo", std::move(serde)}};
  if (random_.chance(0.2)) {
    out["NumberOfBuckets"] = 4;
    out["BucketColumns"] = json::array{"column_0"};
    out["SortColumns"] = json::array{json::object{{"Column", "column_1"}, {"SortOrder", 1}}};
  }
  if (random_.chance(0.1)) out["Compressed"] = true;
  if (random_.chance(0.1)) out["AdditionalLocations"] = json::array{fmt::format("s3://{}/more", bucket())};
  if (random_.chance(0.1)) out["Parameters"] = {{"typeOfData", "file"}, {"sizeKey", "0"}};
  return out;
}

json::object Bodies::database(const std::string& name) {
  json::object out{{"Name", names_.spelled(name)}, {"Description", revision()}};
  if (random_.chance(0.6)) out["LocationUri"] = fmt::format("s3://{}/{}", bucket(), name);
  if (random_.chance(0.4))
    out["Parameters"] = {{"team", "größe"}, {"root", fmt::format("s3://{}/root/", bucket())}};
  if (random_.chance(options_.changes_lake() ? 0.6 : 0.3))
    out["CreateTableDefaultPermissions"] = json::array{};
  return out;
}

json::object Bodies::database_link(const std::string& name, const std::string& target) {
  return {{"Name", names_.spelled(name)},
          {"TargetDatabase", json::object{{"CatalogId", options_.account}, {"DatabaseName", target}}}};
}

json::object Bodies::hive_table(const std::string& database, const std::string& name) {
  static const std::vector<std::vector<std::string>> keys = {
      {}, {"string"}, {"string", "int"}, {"date", "string"}, {"int"}};
  json::array partition_keys;
  const auto& types = random_.chance(0.75) ? keys[1 + random_.below(keys.size() - 1)] : keys[0];
  for (std::size_t i = 0; i < types.size(); ++i)
    partition_keys.push_back(column(fmt::format("key_{}", i), types[i]));
  json::object out{{"Name", names_.spelled(name)},
                   {"TableType", "EXTERNAL_TABLE"},
                   {"PartitionKeys", std::move(partition_keys)},
                   {"StorageDescriptor", storage(location(database, name))},
                   {"Parameters", parameters()}};
  if (random_.chance(0.4)) out["Description"] = revision();
  if (random_.chance(0.3)) out["Owner"] = "hadoop";
  if (random_.chance(0.2)) out["Retention"] = 7;
  if (random_.chance(0.1)) out["LastAccessTime"] = 1'760'000'000;
  return out;
}

json::object Bodies::iceberg_table(const std::string& database, const std::string& name) {
  const auto root = location(database, name);
  return {{"Name", names_.spelled(name)},
          {"TableType", "EXTERNAL_TABLE"},
          {"StorageDescriptor", json::object{{"Columns", columns(3)}, {"Location", root}}},
          {"Parameters",
           json::object{{"table_type", "ICEBERG"}, {"metadata_location", metadata_location(root, 0)}}}};
}

json::object Bodies::view(const std::string& database, const std::string& name) {
  const auto text =
      fmt::format("SELECT * FROM \"{}\".orders WHERE path LIKE 's3://data/%' -- {}", database, revision());
  return {{"Name", names_.spelled(name)},
          {"TableType", "VIRTUAL_VIEW"},
          {"PartitionKeys", json::array{}},
          {"StorageDescriptor", json::object{{"Columns", columns(2)}, {"Location", ""}}},
          {"ViewOriginalText", fmt::format("/* Presto View: {} */", text)},
          {"ViewExpandedText", "/* Presto View */"},
          {"Parameters", json::object{{"presto_view", "true"}, {"comment", "Presto View"}}}};
}

json::object Bodies::table_link(const std::string& name, const std::string& database,
                                const std::string& target) {
  return {{"Name", names_.spelled(name)},
          {"TargetTable",
           json::object{{"CatalogId", options_.account}, {"DatabaseName", database}, {"Name", target}}}};
}

json::object Bodies::next_table(const std::string& database, const std::string& name,
                                const TableState& table) {
  if (table.kind == TableKind::view) return view(database, name);
  if (table.kind == TableKind::iceberg) {
    auto next = table.input;
    auto& values = next["Parameters"].as_object();
    const std::string previous(text_or(values, "metadata_location"));
    if (!previous.empty()) values["previous_metadata_location"] = previous;
    const std::string root(text_or(*object_at(next, "StorageDescriptor"), "Location"));
    values["metadata_location"] = metadata_location(root, static_cast<std::size_t>(table.version) + 1);
    values["table_type"] = "ICEBERG";
    return next;
  }
  auto next = hive_table(database, name);
  next["PartitionKeys"] = table.input.at("PartitionKeys");
  // Partitions lie below the table's folder, so an update that moves it is rare.
  if (random_.chance(0.8)) {
    next["StorageDescriptor"].as_object()["Location"] =
        table.input.at("StorageDescriptor").as_object().at("Location");
  }
  return next;
}

std::vector<std::string> Bodies::partition_values(const json::object& table_input) {
  std::vector<std::string> values;
  for (const auto& key : table_input.at("PartitionKeys").as_array()) {
    values.push_back(names_.partition_value(text_or(key.as_object(), "Type")));
  }
  return values;
}

json::object Bodies::partition(const json::object& table_input, const std::vector<std::string>& values) {
  json::array texts;
  std::string folder(text_or(*object_at(table_input, "StorageDescriptor"), "Location"));
  if (!folder.ends_with('/')) folder += '/';
  for (std::size_t i = 0; i < values.size(); ++i) {
    texts.emplace_back(values[i]);
    folder += fmt::format("key_{}={}/", i, percent_encode(values[i]));
  }
  json::object out{{"Values", std::move(texts)}};
  if (random_.chance(0.1)) folder = fmt::format("s3://{}/moved/{}", bucket(), random_.below(1000));
  if (random_.chance(0.95)) out["StorageDescriptor"] = storage(folder);
  if (random_.chance(0.7))
    out["Parameters"] = {{"note", revision()}, {"totalSize", std::to_string(random_.below(100'000))}};
  if (random_.chance(0.1)) out["LastAccessTime"] = 1'770'000'000;
  return out;
}

}  // namespace lakemirror::workload
