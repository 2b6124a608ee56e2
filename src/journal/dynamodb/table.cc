#include "journal/dynamodb/table.h"

#include <algorithm>
#include <map>

#include "api/api.h"
#include "aws/backoff.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr std::size_t most_keys_of_a_get = 100;
constexpr std::string_view refused = "ConditionalCheckFailedException";

json::object key_of(std::string_view key) { return {{key_name, text_value(key)}}; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Says of each `#Name` of the expressions which name it stands for.
void name_all(json::object& input, std::initializer_list<std::string_view> expressions) {
  json::object names;
  for (const auto expression : expressions) {
    for (auto at = expression.find('#'); at != std::string_view::npos; at = expression.find('#', at + 1)) {
      auto end = at + 1;
      while (end < expression.size() && is_name_character(expression[end])) ++end;
      names[expression.substr(at, end - at)] = expression.substr(at + 1, end - at - 1);
    }
  }
  if (!names.empty()) input["ExpressionAttributeNames"] = std::move(names);
}

void set_expression(json::object& input, const char* member, std::string_view expression) {
  if (!expression.empty()) input[member] = expression;
}

Error incomplete(std::string_view operation, const std::string& table) {
  return {.kind = ErrorKind::retry,
          .operation = "dynamodb:" + std::string(operation),
          .subject = table,
          .code = "ProvisionedThroughputExceededException",
          .message = "parts of the batch were left out again and again",
          .hint = "the table is throttled: make it on-demand, or give it more capacity"};
}

/// An answer that says nothing is no answer: what it leaves out would be taken for absent.
Error says_nothing(std::string_view operation, const std::string& table) {
  return {.kind = ErrorKind::retry,
          .operation = "dynamodb:" + std::string(operation),
          .subject = table,
          .message = "the answer lacks what was asked for",
          .hint = "check what answers at the endpoint of DynamoDB"};
}

}  // namespace

Result<json::object> Table::call(std::string_view operation, const json::object& input) {
  auto answer = client_.call(api::Service::dynamodb, operation, input);
  if (answer) return answer;
  Error error = std::move(answer).error();
  error.subject = name_;
  if (error.code == "ResourceNotFoundException") {
    error.kind = ErrorKind::invalid;
    error.hint = "make the table with: lakemirror init";
  }
  return fail(std::move(error));
}

Result<std::optional<Item>> Table::get(std::string_view key) {
  LM_TRY(const auto answer,
         call("GetItem", {{"TableName", name_}, {"Key", key_of(key)}, {"ConsistentRead", true}}));
  const auto* item = object_at(answer, "Item");
  return item == nullptr ? std::optional<Item>() : *item;
}

Result<std::vector<std::optional<Item>>> Table::get_many(std::span<const std::string> keys, Read read,
                                                         std::string_view projection) {
  std::multimap<std::string, std::size_t> places;
  for (std::size_t i = 0; i < keys.size(); ++i) places.emplace(keys[i], i);
  json::array waiting;
  for (auto at = places.begin(); at != places.end(); at = places.upper_bound(at->first))
    waiting.push_back(key_of(at->first));
  std::vector<std::optional<Item>> found(keys.size());
  for (int attempt = 1; !waiting.empty();) {
    json::object asked{{"ConsistentRead", read == Read::consistent}};
    const std::size_t count = std::min(waiting.size(), most_keys_of_a_get);
    asked["Keys"] = json::array(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
    set_expression(asked, "ProjectionExpression", projection);
    name_all(asked, {projection});
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
    LM_TRY(const auto answer, call("BatchGetItem", {{"RequestItems", {{name_, std::move(asked)}}}}));
    const auto* tables = object_at(answer, "Responses");
    if (tables == nullptr) return fail(says_nothing("BatchGetItem", name_));
    if (const auto* items = array_at(*tables, name_)) {
      for (const auto& item : *items) {
        if (!item.is_object()) continue;
        const auto [first, last] = places.equal_range(text_in(item.get_object(), key_name).value_or(""));
        for (auto place = first; place != last; ++place) found[place->second] = item.get_object();
      }
    }
    const auto* left = object_at(answer, "UnprocessedKeys");
    const auto* of_table = left == nullptr ? nullptr : object_at(*left, name_);
    const auto* keys_left = of_table == nullptr ? nullptr : array_at(*of_table, "Keys");
    if (keys_left == nullptr || keys_left->empty()) continue;
    if (attempt == most_batch_attempts) return fail(incomplete("BatchGetItem", name_));
    waiting.insert(waiting.end(), keys_left->begin(), keys_left->end());
    // An answer that brought something is no reason to wait: pages end at 16 MB.
    if (keys_left->size() == count) clock_.sleep_for(aws::backoff(attempt++, random_));
  }
  return found;
}

Result<bool> Table::put(const Item& item, std::string_view condition, const json::object& values) {
  json::object input{{"TableName", name_}, {"Item", item}};
  set_expression(input, "ConditionExpression", condition);
  name_all(input, {condition});
  if (!values.empty()) input["ExpressionAttributeValues"] = values;
  const auto answer = call("PutItem", input);
  if (answer) return true;
  if (answer.error().code == refused) return false;
  return fail(answer.error());
}

Result<std::optional<Item>> Table::update(const Update& update) {
  json::object input{{"TableName", name_},
                     {"Key", key_of(update.key)},
                     {"UpdateExpression", update.expression},
                     {"ReturnValues", "ALL_NEW"}};
  set_expression(input, "ConditionExpression", update.condition);
  name_all(input, {update.expression, update.condition});
  if (!update.values.empty()) input["ExpressionAttributeValues"] = update.values;
  const auto answer = call("UpdateItem", input);
  if (!answer && answer.error().code == refused) return std::nullopt;
  if (!answer) return fail(answer.error());
  const auto* item = object_at(*answer, "Attributes");
  if (item == nullptr) return fail(says_nothing("UpdateItem", name_));
  return *item;
}

Result<bool> Table::remove(std::string_view key, std::string_view condition, const json::object& values) {
  json::object input{{"TableName", name_},
                     {"Key", key_of(key)},
                     {"ConditionExpression", condition},
                     {"ExpressionAttributeValues", values}};
  name_all(input, {condition});
  const auto answer = call("DeleteItem", input);
  if (answer) return true;
  if (answer.error().code == refused) return false;
  return fail(answer.error());
}

namespace {

Result<Table::Page> page_of(const json::object& answer, std::string_view operation,
                            const std::string& table) {
  Table::Page page;
  const auto* items = array_at(answer, "Items");
  if (items == nullptr) return fail(says_nothing(operation, table));
  for (const auto& item : *items) {
    if (item.is_object()) page.items.push_back(item.get_object());
  }
  if (const auto* last = object_at(answer, "LastEvaluatedKey")) page.next = *last;
  return page;
}

}  // namespace

Result<Table::Page> Table::query_open(const OpenQuery& query, const json::object& from) {
  const std::string_view condition =
      query.after.empty() ? "#Open = :open" : "#Open = :open AND #OpenOrder > :after";
  json::object values{{":open", text_value("y")}};
  if (!query.after.empty()) values[":after"] = text_value(query.after);
  json::object input{{"TableName", name_},
                     {"IndexName", open_index},
                     {"KeyConditionExpression", condition},
                     {"ExpressionAttributeValues", std::move(values)},
                     {"ScanIndexForward", !query.newest_first}};
  name_all(input, {condition});
  if (query.limit > 0) input["Limit"] = query.limit;
  if (!from.empty()) input["ExclusiveStartKey"] = from;
  LM_TRY(const auto answer, call("Query", input));
  return page_of(answer, "Query", name_);
}

Result<void> Table::scan(std::string_view projection,
                         const std::function<Result<void>(const Item&)>& on_item) {
  json::object input{{"TableName", name_}, {"ConsistentRead", true}};
  set_expression(input, "ProjectionExpression", projection);
  name_all(input, {projection});
  for (;;) {
    LM_TRY(const auto answer, call("Scan", input));
    LM_TRY(const auto page, page_of(answer, "Scan", name_));
    for (const auto& item : page.items) LM_CHECK(on_item(item));
    if (page.next.empty()) return {};
    input["ExclusiveStartKey"] = page.next;
  }
}

}  // namespace lakemirror::journal::dynamodb
