#include "read/reader.h"

#include "base/text.h"
#include "read/input_shape.h"

namespace lakemirror::read {

using model::Key;
using model::ObjectState;
using model::Snapshot;

namespace {

constexpr auto glue = api::Service::glue;

json::array values_array(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

std::vector<std::string> values_of(const json::object& partition) {
  std::vector<std::string> values;
  if (const auto* list = array_at(partition, "Values")) {
    for (const auto& value : *list)
      values.emplace_back(value.is_string() ? std::string_view(value.get_string()) : std::string_view());
  }
  return values;
}

std::optional<double> number_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

ObjectState absent_or_unknown(Error error, const Key& key) {
  if (error.kind == ErrorKind::missing) return ObjectState::absent();
  error.subject = key.text();
  return ObjectState::unknown(std::move(error));
}

Error with_subject(Error error, const Key& key) {
  error.subject = key.text();
  return error;
}

Error bad_answer(std::string_view operation, const Key& key, std::string_view what) {
  return {.kind = ErrorKind::retry,
          .operation = "glue:" + std::string(operation),
          .subject = key.text(),
          .message = "the answer has no " + std::string(what)};
}

}  // namespace

ObjectState Reader::state_of(json::object body, const json::object& answered) const {
  ObjectState state{.presence = model::Presence::present};
  if (keep_ != Keep::bodies) state.fingerprint = model::fingerprint_of(body);
  state.create_time = number_at(answered, "CreateTime");
  state.is_link = body.contains("TargetDatabase") || body.contains("TargetTable");
  // A link's body is small, and only it tells what the link points at.
  if (keep_ != Keep::fingerprints || state.is_link) state.body = std::move(body);
  return state;
}

ObjectState Reader::table_state(const json::object& answered) const {
  auto body = table_body(answered);
  std::vector<std::string> members;
  if (keep_ != Keep::bodies) {
    for (const auto& member : body) members.emplace_back(member.key());
  }
  auto state = state_of(std::move(body), answered);
  state.members = std::move(members);
  const auto* keys = array_at(answered, "PartitionKeys");
  state.partition_keys = state.is_link || keys == nullptr ? 0 : keys->size();
  return state;
}

ObjectState Reader::database(const std::string& name) {
  const auto key = Key::database(name);
  const auto answer = client_.call(glue, "GetDatabase", {{"Name", name}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  const auto* database = object_at(*answer, "Database");
  if (database == nullptr) return ObjectState::unknown(bad_answer("GetDatabase", key, "Database"));
  return state_of(database_body(*database), *database);
}

ObjectState Reader::table(const std::string& database, const std::string& table) {
  const auto key = Key::table(database, table);
  const auto answer = client_.call(glue, "GetTable", {{"DatabaseName", database}, {"Name", table}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  const auto* found = object_at(*answer, "Table");
  if (found == nullptr) return ObjectState::unknown(bad_answer("GetTable", key, "Table"));
  return table_state(*found);
}

Result<void> Reader::list_databases(const OnPage& on_page) {
  const json::object input{{"MaxResults", 100}};  // the most a page may hold (API model)
  Time begun = clock_.now();
  return aws::for_each_page(client_, glue, "GetDatabases", input, [&](json::object& page) -> Result<bool> {
    Snapshot snapshot{.begun = begun};
    const auto* list = array_at(page, "DatabaseList");
    if (list == nullptr) return fail(bad_answer("GetDatabases", Key(), "DatabaseList"));
    for (const auto& element : *list) {
      if (!element.is_object()) continue;
      const auto& database = element.get_object();
      snapshot.states.emplace(Key::database(text_or(database, "Name")),
                              state_of(database_body(database), database));
    }
    LM_TRY(const bool more, on_page(std::move(snapshot)));
    begun = clock_.now();
    return more;
  });
}

Result<void> Reader::list_tables(const std::string& database, const OnPage& on_page) {
  const auto key = Key::database(database);
  const json::object input{{"DatabaseName", database},
                           {"MaxResults", 100}};  // the most a page may hold (API model)
  Time begun = clock_.now();
  auto listed =
      aws::for_each_page(client_, glue, "GetTables", input, [&](json::object& page) -> Result<bool> {
        Snapshot snapshot{.begun = begun};
        const auto* list = array_at(page, "TableList");
        if (list == nullptr) return fail(bad_answer("GetTables", key, "TableList"));
        for (const auto& element : *list) {
          if (!element.is_object()) continue;
          const auto& table = element.get_object();
          // Through a database link AWS answers with the other database's tables: they are not this
          // database's.
          const auto owner = text_or(table, "DatabaseName");
          if (!owner.empty() && Key::database(owner) != key) continue;
          snapshot.states.emplace(Key::table(database, text_or(table, "Name")), table_state(table));
        }
        LM_TRY(const bool more, on_page(std::move(snapshot)));
        begun = clock_.now();
        return more;
      });
  if (!listed) return fail(with_subject(listed.error(), key));
  return {};
}

Result<void> Reader::list_partitions(const std::string& database, const std::string& table,
                                     const OnPage& on_page) {
  const auto key = Key::table(database, table);
  const json::object input{
      {"DatabaseName", database}, {"TableName", table}, {"MaxResults", partitions_per_call}};
  Time begun = clock_.now();
  auto listed =
      aws::for_each_page(client_, glue, "GetPartitions", input, [&](json::object& page) -> Result<bool> {
        Snapshot snapshot{.begun = begun};
        const auto* list = array_at(page, "Partitions");
        if (list == nullptr) return fail(bad_answer("GetPartitions", key, "Partitions"));
        for (const auto& element : *list) {
          if (!element.is_object()) continue;
          const auto& partition = element.get_object();
          snapshot.states.emplace(Key::partition(database, table, values_of(partition)),
                                  state_of(partition_body(partition), partition));
        }
        LM_TRY(const bool more, on_page(std::move(snapshot)));
        begun = clock_.now();
        return more;
      });
  if (!listed) return fail(with_subject(listed.error(), key));
  return {};
}

Result<std::vector<std::vector<std::string>>> Reader::read_batch(
    const std::string& database, const std::string& table,
    const std::vector<std::vector<std::string>>& values, Snapshot& snapshot) {
  json::array asked;
  for (const auto& one : values) asked.push_back(json::object{{"Values", values_array(one)}});
  LM_TRY(const auto answer,
         client_.call(
             glue, "BatchGetPartition",
             {{"DatabaseName", database}, {"TableName", table}, {"PartitionsToGet", std::move(asked)}}));
  const auto* found = array_at(answer, "Partitions");
  if (found == nullptr)
    return fail(bad_answer("BatchGetPartition", Key::table(database, table), "Partitions"));
  for (const auto& element : *found) {
    if (!element.is_object()) continue;
    const auto& partition = element.get_object();
    snapshot.states.insert_or_assign(Key::partition(database, table, values_of(partition)),
                                     state_of(partition_body(partition), partition));
  }
  std::vector<std::vector<std::string>> unprocessed;
  if (const auto* list = array_at(answer, "UnprocessedKeys")) {
    for (const auto& element : *list) {
      if (element.is_object()) unprocessed.push_back(values_of(element.get_object()));
    }
  }
  return unprocessed;
}

Snapshot Reader::partitions(const std::string& database, const std::string& table,
                            const std::vector<std::vector<std::string>>& values) {
  Snapshot snapshot{.begun = clock_.now()};
  std::vector<std::vector<std::string>> waiting = values;
  while (!waiting.empty()) {
    const std::size_t count = std::min(waiting.size(), partitions_per_call);
    std::vector<std::vector<std::string>> batch(waiting.end() - static_cast<std::ptrdiff_t>(count),
                                                waiting.end());
    waiting.resize(waiting.size() - count);
    auto unprocessed = read_batch(database, table, batch, snapshot);
    const bool no_progress = unprocessed && unprocessed->size() >= batch.size();
    for (const auto& one : batch) {
      const auto key = Key::partition(database, table, one);
      // What the answer left out without naming it as unprocessed does not exist (seen on AWS).
      ObjectState otherwise = ObjectState::absent();
      if (!unprocessed) otherwise = absent_or_unknown(unprocessed.error(), key);
      if (no_progress)
        otherwise = ObjectState::unknown(bad_answer("BatchGetPartition", key, "processed key"));
      snapshot.states.try_emplace(key, std::move(otherwise));
    }
    if (!unprocessed || no_progress) continue;
    for (auto& one : *unprocessed) {
      snapshot.states.erase(Key::partition(database, table, one));
      waiting.push_back(std::move(one));
    }
  }
  return snapshot;
}

}  // namespace lakemirror::read
