#include "read/reader.h"

#include "base/text.h"
#include "read/absent_or_unknown.h"
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

std::optional<double> create_time_of(const json::object& answered) {
  const auto* value = answered.if_contains("CreateTime");
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

Error with_subject(Error error, const Key& key) {
  error.subject = key.text();
  return error;
}

Error bad_glue_answer(std::string_view operation, const Key& key, std::string_view what) {
  return {.kind = ErrorKind::retry,
          .operation = "glue:" + std::string(operation),
          .subject = key.text(),
          .message = "the answer has no " + std::string(what)};
}

/// Hands the objects of an answer's list over one by one, and lets go of what remains of the list. False when
/// there is no such list.
template <class Take>
bool take_each(json::object& answer, std::string_view name, const Take& take) {
  auto* list = answer.if_contains(name);
  if (list == nullptr || !list->is_array()) return false;
  for (auto& element : list->get_array()) {
    if (auto* object = element.if_object()) take(std::move(*object));
  }
  answer.erase(name);
  return true;
}

}  // namespace

ObjectState Reader::state_of(json::object body, std::optional<double> create_time) const {
  ObjectState state{.presence = model::Presence::present};
  if (keep_ != Keep::bodies) state.fingerprint = model::fingerprint_of(body);
  state.create_time = create_time;
  state.is_link = body.contains("TargetDatabase") || body.contains("TargetTable");
  // A link's body is small, and only it tells what the link points at.
  if (keep_ != Keep::fingerprints || state.is_link) state.body = std::move(body);
  return state;
}

ObjectState Reader::database_state(json::object answered) const {
  const auto created = create_time_of(answered);
  return state_of(database_body(std::move(answered)), created);
}

/// A partition's age decides nothing: it is read only together with its table.
ObjectState Reader::partition_state(json::object answered) const {
  return state_of(partition_body(std::move(answered)), std::nullopt);
}

ObjectState Reader::table_state(json::object answered) const {
  const auto created = create_time_of(answered);
  const auto* keys = array_at(answered, "PartitionKeys");
  const auto key_count = keys == nullptr ? 0 : keys->size();
  auto body = table_body(std::move(answered));
  std::vector<std::string> members;
  if (keep_ != Keep::bodies) {
    for (const auto& member : body) members.emplace_back(member.key());
  }
  auto state = state_of(std::move(body), created);
  state.members = std::move(members);
  state.partition_keys = state.is_link ? 0 : key_count;
  return state;
}

ObjectState Reader::database(const std::string& name) {
  const auto key = Key::database(name);
  auto answer = client_.call(glue, "GetDatabase", {{"Name", name}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  auto* database = answer->if_contains("Database");
  if (database == nullptr || !database->is_object())
    return ObjectState::unknown(bad_glue_answer("GetDatabase", key, "Database"));
  return database_state(std::move(database->get_object()));
}

ObjectState Reader::table(const std::string& database, const std::string& table) {
  const auto key = Key::table(database, table);
  auto answer = client_.call(glue, "GetTable", {{"DatabaseName", database}, {"Name", table}});
  if (!answer) return absent_or_unknown(answer.error(), key);
  auto* found = answer->if_contains("Table");
  if (found == nullptr || !found->is_object())
    return ObjectState::unknown(bad_glue_answer("GetTable", key, "Table"));
  return table_state(std::move(found->get_object()));
}

Result<void> Reader::list_databases(const OnPage& on_page) {
  const json::object input{{"MaxResults", 100}};  // the most a page may hold (API model)
  Time begun = clock_.now();
  auto listed =
      aws::for_each_page(client_, glue, "GetDatabases", input, [&](json::object& page) -> Result<bool> {
        Snapshot snapshot{.begun = begun};
        const bool has_list = take_each(page, "DatabaseList", [&](json::object database) {
          auto key = Key::database(text_or(database, "Name"));
          snapshot.states.emplace(std::move(key), database_state(std::move(database)));
        });
        if (!has_list) return fail(bad_glue_answer("GetDatabases", Key(), "DatabaseList"));
        LM_TRY(const bool more, on_page(std::move(snapshot)));
        begun = clock_.now();
        return more;
      });
  // What whoever took the page found wrong has a subject of its own.
  if (!listed && listed.error().subject.empty()) return fail(with_subject(listed.error(), Key()));
  return listed;
}

Result<void> Reader::list_tables(const std::string& database, const OnPage& on_page) {
  const auto key = Key::database(database);
  const json::object input{{"DatabaseName", database},
                           {"MaxResults", 100}};  // the most a page may hold (API model)
  Time begun = clock_.now();
  auto listed =
      aws::for_each_page(client_, glue, "GetTables", input, [&](json::object& page) -> Result<bool> {
        Snapshot snapshot{.begun = begun};
        const bool has_list = take_each(page, "TableList", [&](json::object table) {
          // Through a database link AWS answers with the other database's tables: they are not this
          // database's.
          const auto owner = text_or(table, "DatabaseName");
          if (!owner.empty() && Key::database(owner) != key) return;
          auto table_key = Key::table(database, text_or(table, "Name"));
          snapshot.states.emplace(std::move(table_key), table_state(std::move(table)));
        });
        if (!has_list) return fail(bad_glue_answer("GetTables", key, "TableList"));
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
        const bool has_list = take_each(page, "Partitions", [&](json::object partition) {
          auto partition_key = Key::partition(database, table, values_of(partition));
          snapshot.states.emplace(std::move(partition_key), partition_state(std::move(partition)));
        });
        if (!has_list) return fail(bad_glue_answer("GetPartitions", key, "Partitions"));
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
  LM_TRY(auto answer,
         client_.call(
             glue, "BatchGetPartition",
             {{"DatabaseName", database}, {"TableName", table}, {"PartitionsToGet", std::move(asked)}}));
  const bool has_list = take_each(answer, "Partitions", [&](json::object partition) {
    auto key = Key::partition(database, table, values_of(partition));
    snapshot.states.insert_or_assign(std::move(key), partition_state(std::move(partition)));
  });
  if (!has_list) return fail(bad_glue_answer("BatchGetPartition", Key::table(database, table), "Partitions"));
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
        otherwise = ObjectState::unknown(bad_glue_answer("BatchGetPartition", key, "processed key"));
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
