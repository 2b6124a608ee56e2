#include "journal/dynamodb/make_table.h"

#include <algorithm>

#include "journal/dynamodb/table.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr auto service = api::Service::dynamodb;
constexpr int most_polls = 600;  ///< an index over a large table takes minutes

Milliseconds pause_after(int poll) {
  return std::min<Milliseconds>(Milliseconds(50) * (1 << std::min(poll, 6)), Seconds(2));
}
constexpr std::string_view ttl_attribute = "TimeToLive";

json::object definition(std::string_view name) { return {{"AttributeName", name}, {"AttributeType", "S"}}; }
json::object key(std::string_view name, std::string_view type) {
  return {{"AttributeName", name}, {"KeyType", type}};
}

json::array definitions() { return {definition(key_name), definition("Open"), definition("OpenOrder")}; }

/// What is open, oldest first. It holds what decides whether an entry is looked at, so that those which wait
/// need not be read.
json::object index() {
  return {{"IndexName", open_index},
          {"KeySchema", {key("Open", "HASH"), key("OpenOrder", "RANGE")}},
          {"Projection",
           {{"ProjectionType", "INCLUDE"},
            {"NonKeyAttributes", {"Processed_Flag", "Outcome", "NextAttemptAt", "FailedSince"}}}}};
}

json::object stream() { return {{"StreamEnabled", true}, {"StreamViewType", "NEW_IMAGE"}}; }

class Maker {
 public:
  Maker(aws::Client& client, const std::string& name, Clock& clock, std::stop_token stop)
      : client_(client), name_(name), clock_(clock), stop_(std::move(stop)) {}

  Result<std::vector<std::string>> run() {
    auto table = describe();
    if (!table && table.error().code == "ResourceNotFoundException") {
      LM_CHECK(create());
      table = describe();
    }
    if (!table) return fail(table.error());
    LM_CHECK(check_key(*table));
    LM_CHECK(add_index(*table));
    LM_CHECK(add_stream(*table));
    LM_CHECK(add_time_to_live());
    LM_CHECK(add_recovery());
    return std::move(done_);
  }

 private:
  Result<json::object> call(std::string_view operation, const json::object& input) {
    auto answer = client_.call(service, operation, input);
    if (answer) return answer;
    Error error = std::move(answer).error();
    error.subject = name_;
    return fail(std::move(error));
  }

  Result<json::object> describe() {
    LM_TRY(const auto answer, call("DescribeTable", {{"TableName", name_}}));
    const auto* table = object_at(answer, "Table");
    return table == nullptr ? json::object() : *table;
  }

  Result<void> create() {
    LM_CHECK(call("CreateTable", {{"TableName", name_},
                                  {"AttributeDefinitions", definitions()},
                                  {"KeySchema", {key(key_name, "HASH")}},
                                  {"GlobalSecondaryIndexes", {index()}},
                                  {"BillingMode", "PAY_PER_REQUEST"},
                                  {"StreamSpecification", stream()}}));
    done_.push_back("made table " + name_ + ", billed by request");
    return wait();
  }

  Result<void> wait() {
    for (int i = 0; i < most_polls && !stop_.stop_requested(); ++i) {
      LM_TRY(const auto table, describe());
      bool is_ready = text_or(table, "TableStatus") == "ACTIVE";
      if (const auto* indexes = array_at(table, "GlobalSecondaryIndexes")) {
        for (const auto& one : *indexes)
          is_ready = is_ready && text_or(one.as_object(), "IndexStatus", "ACTIVE") == "ACTIVE";
      }
      if (is_ready) return {};
      clock_.sleep_for(pause_after(i), stop_);
    }
    return fail({.kind = ErrorKind::retry,
                 .operation = "dynamodb:DescribeTable",
                 .subject = name_,
                 .message = "the table is not ready yet",
                 .hint = "run lakemirror init again"});
  }

  Result<void> check_key(const json::object& table) const {
    const auto* keys = array_at(table, "KeySchema");
    const bool is_ours = keys != nullptr && keys->size() == 1 && keys->front().is_object() &&
                         text_or(keys->front().get_object(), "AttributeName") == key_name;
    if (is_ours) return {};
    return fail({.kind = ErrorKind::invalid,
                 .operation = "journal init",
                 .subject = name_,
                 .message = "this table has another key than a journal has, which is EventId alone",
                 .hint = "name another table"});
  }

  Result<void> add_index(const json::object& table) {
    const auto* indexes = array_at(table, "GlobalSecondaryIndexes");
    const bool is_there =
        indexes != nullptr && std::any_of(indexes->begin(), indexes->end(), [](const auto& one) {
          return one.is_object() && text_or(one.get_object(), "IndexName") == open_index;
        });
    if (is_there) return {};
    LM_CHECK(call("UpdateTable", {{"TableName", name_},
                                  {"AttributeDefinitions", definitions()},
                                  {"GlobalSecondaryIndexUpdates", {{{"Create", index()}}}}}));
    done_.push_back("added the index " + std::string(open_index));
    return wait();
  }

  Result<void> add_stream(const json::object& table) {
    const auto* specification = object_at(table, "StreamSpecification");
    if (specification != nullptr) {
      const auto type = text_or(*specification, "StreamViewType");
      if (type == "NEW_IMAGE" || type == "NEW_AND_OLD_IMAGES") return {};
    }
    const auto answer = call("UpdateTable", {{"TableName", name_}, {"StreamSpecification", stream()}});
    if (!answer && is_unknown_there(answer.error())) return {};
    if (!answer) return fail(answer.error());
    done_.push_back("switched on the stream of new images");
    return wait();
  }

  Result<void> add_time_to_live() {
    const auto described = call("DescribeTimeToLive", {{"TableName", name_}});
    if (!described && is_unknown_there(described.error())) return {};
    if (!described) return fail(described.error());
    const auto* is = object_at(*described, "TimeToLiveDescription");
    const auto status = is == nullptr ? std::string_view() : text_or(*is, "TimeToLiveStatus");
    if (status == "ENABLED" || status == "ENABLING") return {};
    const auto switched =
        call("UpdateTimeToLive",
             {{"TableName", name_},
              {"TimeToLiveSpecification", {{"Enabled", true}, {"AttributeName", ttl_attribute}}}});
    if (!switched && is_unknown_there(switched.error())) return {};
    if (!switched) return fail(switched.error());
    done_.push_back("switched on time to live, by " + std::string(ttl_attribute));
    return {};
  }

  Result<void> add_recovery() {
    const auto described = call("DescribeContinuousBackups", {{"TableName", name_}});
    if (!described && is_unknown_there(described.error())) return {};
    if (!described) return fail(described.error());
    const auto* backups = object_at(*described, "ContinuousBackupsDescription");
    const auto* recovery =
        backups == nullptr ? nullptr : object_at(*backups, "PointInTimeRecoveryDescription");
    if (recovery != nullptr && text_or(*recovery, "PointInTimeRecoveryStatus") == "ENABLED") return {};
    const json::object input{{"TableName", name_},
                             {"PointInTimeRecoverySpecification", {{"PointInTimeRecoveryEnabled", true}}}};
    auto switched = call("UpdateContinuousBackups", input);
    // A table that was made just now takes some seconds until it can be.
    for (int i = 0; i < most_polls && !switched && is_too_early(switched.error()); ++i) {
      if (stop_.stop_requested()) break;
      clock_.sleep_for(pause_after(i), stop_);
      switched = call("UpdateContinuousBackups", input);
    }
    if (!switched) return fail(switched.error());
    done_.push_back("switched on point-in-time recovery");
    return {};
  }

  static bool is_too_early(const Error& error) {
    return error.code == "ContinuousBackupsUnavailableException";
  }
  /// Stand-ins for DynamoDB lack what has no use there.
  static bool is_unknown_there(const Error& error) {
    // One that does not know streams finds nothing at all in a request for one.
    return error.code == "UnknownOperationException" || error.code == "UnknownOperation" ||
           error.message.find("At least one of ProvisionedThroughput, BillingMode") != std::string::npos;
  }

  aws::Client& client_;
  const std::string& name_;
  Clock& clock_;
  std::stop_token stop_;
  std::vector<std::string> done_;
};

}  // namespace

Result<std::vector<std::string>> make_table(aws::Client& client, const std::string& name, Clock& clock,
                                            std::stop_token stop) {
  return Maker(client, name, clock, std::move(stop)).run();
}

}  // namespace lakemirror::journal::dynamodb
