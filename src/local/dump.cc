#include "local/dump.h"

#include "local/epoch.h"
#include "local/json_text.h"
#include "local/lake_dump.h"

namespace lakemirror::local {

namespace {

void write_partitions(std::string& out, const Table& table) {
  out += '[';
  table.contents->partitions.scan("", {}, [&](const std::string& name, const Partition& partition) {
    if (out.back() != '[') out += ',';
    ObjectText text(out);
    text.raw("Values", name);
    text.members(partition.body.text());
    ObjectText service(text.key("service"));
    service.number("CreationTime", epoch(partition.created));
    service.close();
    text.close();
    return true;
  });
  out += ']';
}

void write_table(std::string& out, const std::string& name, const Table& table) {
  ObjectText entry(out);
  ObjectText text(entry.key("table"));
  text.text("Name", name);
  text.members(table.body.text());
  ObjectText service(text.key("service"));
  service.number("CreateTime", epoch(table.created));
  service.number("UpdateTime", epoch(table.updated));
  service.text("CreatedBy", *table.created_by);
  service.text("VersionId", std::to_string(table.version));
  service.close();
  text.close();
  write_partitions(entry.key("partitions"), table);
  entry.number("versions", static_cast<std::int64_t>(table.contents->archived.size() + 1));
  entry.close();
}

void write_database(std::string& out, const std::string& name, const Database& database) {
  ObjectText entry(out);
  ObjectText text(entry.key("database"));
  text.text("Name", name);
  text.members(database.body.text());
  ObjectText service(text.key("service"));
  service.number("CreateTime", epoch(database.created));
  service.close();
  text.close();
  ObjectText tables(entry.key("tables"));
  database.tables->scan("", {}, [&](const std::string& table_name, const Table& table) {
    write_table(tables.key(table_name), table_name, table);
    return true;
  });
  tables.close();
  entry.close();
}

}  // namespace

std::string dump_text(const Region& region) {
  std::string out;
  ObjectText dump(out);
  ObjectText databases(dump.key("databases"));
  region.catalog.databases.scan("", {}, [&](const std::string& name, const Database& database) {
    write_database(databases.key(name), name, database);
    return true;
  });
  databases.close();
  if (!region.lake.fresh()) dump.raw("lake_formation", lake_dump_text(region.lake));
  dump.close();
  return out;
}

}  // namespace lakemirror::local
