#include "workload/change.h"
#include "workload/subjects.h"

namespace lakemirror::workload {
namespace {

Change refused(std::string_view event_name, std::string subject, json::object input) {
  return {.event_name = std::string(event_name),
          .subject = std::move(subject),
          .input = std::move(input),
          .expect = Change::Expect::refusal,
          .commit = [](State&) {}};
}

Change about_missing_database(Studio& studio) {
  const std::string name = "no such database";
  if (studio.random.chance(0.5)) return refused("DeleteDatabase", database_subject(name), {{"Name", name}});
  return refused("CreateTable", table_subject(name, "orphan"),
                 {{"DatabaseName", name}, {"TableInput", studio.bodies.view(name, "orphan")}});
}

Change about_database(Studio& studio, const std::string& name) {
  const std::string missing = "no such table";
  switch (studio.random.below(3)) {
    case 0:
      return refused("CreateDatabase", database_subject(name),
                     {{"DatabaseInput", studio.bodies.database(name)}});
    case 1:
      return refused("DeleteTable", table_subject(name, missing),
                     {{"DatabaseName", name}, {"Name", missing}});
    default:
      return refused("UpdateTable", table_subject(name, missing),
                     {{"DatabaseName", name}, {"TableInput", studio.bodies.view(name, missing)}});
  }
}

Change about_table(Studio& studio, const TableSubject& subject) {
  const auto text = table_subject(subject.database, subject.name);
  auto address = table_address(studio, subject);
  switch (studio.random.below(3)) {
    case 0:
      return refused("CreateTable", text,
                     {{"DatabaseName", subject.database},
                      {"TableInput", studio.bodies.hive_table(subject.database, subject.name)}});
    case 1:  // the latest version cannot be deleted
      address["VersionId"] = std::to_string(subject.table->version);
      return refused("DeleteTableVersion", text, std::move(address));
    default:  // one value too many fails the whole batch
      address["PartitionInputList"] = json::array{json::object{{"Values", json::array{"a", "b", "c", "d"}}}};
      return refused("BatchCreatePartition", text, std::move(address));
  }
}

}  // namespace

std::optional<Change> make_refused_change(Studio& studio) {
  const auto database = some_database(studio);
  const auto table =
      some_table(studio, [](const TableState& found) { return found.kind == TableKind::hive; });
  if (table && studio.random.chance(0.5)) return about_table(studio, *table);
  if (database && studio.random.chance(0.7)) return about_database(studio, *database);
  return about_missing_database(studio);
}

}  // namespace lakemirror::workload
