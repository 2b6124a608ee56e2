#include "workload/change.h"
#include "workload/subjects.h"

namespace lakemirror::workload {

std::optional<Change> create_database(Studio& studio) {
  const auto name = free_database_name(studio);
  if (!name) return std::nullopt;
  DatabaseState made;
  const auto target = some_database(studio);
  made.link = target && studio.state.databases.size() >= 2 && studio.random.chance(0.1);
  made.input = made.link ? studio.bodies.database_link(*name, *target) : studio.bodies.database(*name);
  return Change{.event_name = "CreateDatabase",
                .subject = database_subject(*name),
                .input = {{"DatabaseInput", made.input}},
                .commit = [name = *name, made](State& state) { state.databases[name] = made; }};
}

std::optional<Change> update_database(Studio& studio) {
  const auto name = some_database(studio);
  if (!name) return std::nullopt;
  auto input = studio.bodies.database(*name);
  return Change{.event_name = "UpdateDatabase",
                .subject = database_subject(*name),
                .input = {{"Name", studio.names.spelled(*name)}, {"DatabaseInput", input}},
                .commit = [name = *name, input](State& state) { state.databases[name].input = input; }};
}

std::optional<Change> delete_database(Studio& studio) {
  std::vector<std::string> names;
  for (const auto& [name, database] : studio.state.databases) {
    if (can_spare(studio, database)) names.push_back(name);
  }
  if (names.empty()) return std::nullopt;
  const auto& name = pick(studio.random, names);
  return Change{.event_name = "DeleteDatabase",
                .subject = database_subject(name),
                .input = {{"Name", studio.names.spelled(name)}},
                .commit = [name](State& state) { state.remove_database(name); }};
}

}  // namespace lakemirror::workload
