#include "support/fake_dynamodb.h"

#include <algorithm>

#include "support/dynamodb_expression.h"

namespace lakemirror::testing {

namespace {

constexpr std::string_view key_attribute = "EventId";
constexpr std::size_t largest_item = 400 * 1024;
constexpr const char* in_index[] = {"EventId",       "Open",        "OpenOrder", "Processed_Flag",
                                    "NextAttemptAt", "FailedSince", "Outcome"};

std::string text_of(const json::object& item, std::string_view name) {
  return std::string(item.at(name).as_object().at("S").as_string());
}

std::string key_in(const json::object& key) { return text_of(key, key_attribute); }

Error error_of(std::string_view operation, std::string code, std::string message) {
  return {.kind = ErrorKind::invalid,
          .operation = "dynamodb:" + std::string(operation),
          .code = std::move(code),
          .message = std::move(message)};
}

const json::object& object_or_empty(const json::object& input, std::string_view name) {
  static const json::object empty;
  const auto* found = object_at(input, name);
  return found == nullptr ? empty : *found;
}

/// The attributes that an expression such as "#a, #b" names; the item itself without one.
json::object projected(const json::object& item, const json::object& input) {
  const auto expression = text_or(input, "ProjectionExpression");
  if (expression.empty()) return item;
  json::object part;
  for (const auto& [placeholder, name] : object_or_empty(input, "ExpressionAttributeNames")) {
    if (const auto* value = item.if_contains(name.as_string())) part[name.as_string()] = *value;
  }
  return part;
}

std::optional<json::object> index_part(const std::optional<json::object>& item) {
  if (!item || !item->contains("Open")) return std::nullopt;
  json::object part;
  for (const char* name : in_index) {
    if (const auto* value = item->if_contains(name)) part[name] = *value;
  }
  return part;
}

std::uint64_t units(std::size_t bytes) { return std::max<std::uint64_t>(1, (bytes + 1023) / 1024); }
std::uint64_t read_halves(std::size_t bytes, bool consistent) {
  return std::max<std::uint64_t>(1, (bytes + 4095) / 4096) * (consistent ? 2 : 1);
}

}  // namespace

Result<json::object> FakeDynamoDb::call(api::Service, std::string_view operation, const json::object& input) {
  if (before_) {
    if (auto error = before_(operation, input)) return fail(*std::move(error));
  }
  auto answer = [&] {
    const std::lock_guard lock(mutex_);
    ++cost_.requests;
    return done(operation, input);
  }();
  if (after_) {
    if (auto error = after_(operation, input)) return fail(*std::move(error));
  }
  return answer;
}

Result<json::object> FakeDynamoDb::done(std::string_view operation, const json::object& input) {
  if (operation == "GetItem") return get(input);
  if (operation == "BatchGetItem") return batch_get(input);
  if (operation == "PutItem") return put(input);
  if (operation == "UpdateItem") return update(input);
  if (operation == "DeleteItem") return remove(input);
  if (operation == "Query") return query(input);
  if (operation == "Scan") return scan(input);
  return fail(error_of(operation, "UnknownOperationException", "not known here"));
}

void FakeDynamoDb::charge(const std::string& key, std::size_t bytes) {
  for (auto* cost : {&cost_, key.starts_with('#') ? nullptr : &cost_of_entries_}) {
    if (cost == nullptr) continue;
    ++cost->table_writes;
    cost->table_units += units(bytes);
  }
}

void FakeDynamoDb::write(const std::string& key, std::optional<Item> item) {
  const auto found = items_.find(key);
  const auto before = found == items_.end() ? std::nullopt : std::optional(found->second);
  charge(key, std::max(before ? item_bytes(*before) : 0, item ? item_bytes(*item) : 0));
  const auto was = index_part(before), is = index_part(item);
  if (was != is) {
    const bool moves = was && is && was->at("OpenOrder") != is->at("OpenOrder");
    const auto size = std::max(was ? item_bytes(*was) : 0, is ? item_bytes(*is) : 0);
    for (auto* cost : {&cost_, &cost_of_entries_}) {
      cost->index_writes += moves ? 2 : 1;
      cost->index_units += units(size) * (moves ? 2 : 1);
    }
    if (index_lag_.count() == 0) index_[key].clear();
    index_[key].push_back({.from = clock_.now() + index_lag_, .item = is});
  }
  if (item) {
    items_[key] = *std::move(item);
  } else {
    items_.erase(key);
  }
}

std::optional<json::object> FakeDynamoDb::shown(const std::string& key) const {
  std::optional<Item> last;
  for (const auto& one : index_.at(key)) {
    if (shows_all_ || one.from <= clock_.now()) last = one.item;
  }
  return last;
}

Result<json::object> FakeDynamoDb::get(const json::object& input) {
  const auto found = items_.find(key_in(input.at("Key").as_object()));
  const bool consistent =
      input.if_contains("ConsistentRead") != nullptr && input.at("ConsistentRead").as_bool();
  cost_.read_units_halves += read_halves(found == items_.end() ? 0 : item_bytes(found->second), consistent);
  if (found == items_.end()) return json::object();
  return json::object{{"Item", projected(found->second, input)}};
}

Result<json::object> FakeDynamoDb::batch_get(const json::object& input) {
  const auto& [table, asked_value] = *input.at("RequestItems").as_object().begin();
  const auto& asked = asked_value.as_object();
  const bool consistent = asked.at("ConsistentRead").as_bool();
  json::array items, left;
  std::set<std::string> seen;
  const auto& keys = asked.at("Keys").as_array();
  if (keys.empty() || keys.size() > 100)
    return fail(error_of("BatchGetItem", "ValidationException", "1 to 100 keys"));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i >= batch_limit_) {
      left.push_back(keys[i]);
      continue;
    }
    const auto key = key_in(keys[i].as_object());
    if (key.empty()) return fail(error_of("BatchGetItem", "ValidationException", "an empty key"));
    if (!seen.insert(key).second)
      return fail(
          error_of("BatchGetItem", "ValidationException", "Provided list of item keys contains duplicates"));
    const auto found = items_.find(key);
    cost_.read_units_halves += read_halves(found == items_.end() ? 0 : item_bytes(found->second), consistent);
    if (found != items_.end()) items.push_back(projected(found->second, asked));
  }
  json::object answer{{"Responses", {{table, std::move(items)}}}, {"UnprocessedKeys", json::object()}};
  if (!left.empty()) {
    json::object rest = asked;
    rest["Keys"] = std::move(left);
    answer["UnprocessedKeys"] = json::object{{table, std::move(rest)}};
  }
  return answer;
}

Result<json::object> FakeDynamoDb::put(const json::object& input) {
  const auto& item = input.at("Item").as_object();
  const auto key = key_in(item);
  if (item_bytes(item) > largest_item)
    return fail(
        error_of("PutItem", "ValidationException", "Item size has exceeded the maximum allowed size"));
  const auto found = items_.find(key);
  const json::object none;
  const ExpressionContext context{object_or_empty(input, "ExpressionAttributeNames"),
                                  object_or_empty(input, "ExpressionAttributeValues")};
  if (!holds(text_or(input, "ConditionExpression"), context, found == items_.end() ? none : found->second)) {
    charge(key, found == items_.end() ? 0 : item_bytes(found->second));
    return fail(error_of("PutItem", "ConditionalCheckFailedException", "The conditional request failed"));
  }
  write(key, item);
  return json::object();
}

Result<json::object> FakeDynamoDb::update(const json::object& input) {
  const auto key = key_in(input.at("Key").as_object());
  const auto found = items_.find(key);
  json::object item = found == items_.end() ? json::object() : found->second;
  const ExpressionContext context{object_or_empty(input, "ExpressionAttributeNames"),
                                  object_or_empty(input, "ExpressionAttributeValues")};
  if (!holds(text_or(input, "ConditionExpression"), context, item)) {
    charge(key, item_bytes(item));
    return fail(error_of("UpdateItem", "ConditionalCheckFailedException", "The conditional request failed"));
  }
  item[key_attribute] = input.at("Key").at(key_attribute);
  apply_update(text_or(input, "UpdateExpression"), context, item);
  if (item_bytes(item) > largest_item)
    return fail(
        error_of("UpdateItem", "ValidationException", "Item size to update has exceeded the maximum"));
  write(key, item);
  return json::object{{"Attributes", item}};
}

Result<json::object> FakeDynamoDb::remove(const json::object& input) {
  const auto key = key_in(input.at("Key").as_object());
  const auto found = items_.find(key);
  const json::object none;
  const ExpressionContext context{object_or_empty(input, "ExpressionAttributeNames"),
                                  object_or_empty(input, "ExpressionAttributeValues")};
  if (!holds(text_or(input, "ConditionExpression"), context, found == items_.end() ? none : found->second)) {
    charge(key, found == items_.end() ? 0 : item_bytes(found->second));
    return fail(error_of("DeleteItem", "ConditionalCheckFailedException", "The conditional request failed"));
  }
  write(key, std::nullopt);
  return json::object();
}

Result<json::object> FakeDynamoDb::query(const json::object& input) {
  std::map<std::string, Item> found;
  for (const auto& [key, history] : index_) {
    if (auto item = shown(key)) found.emplace(text_of(*item, "OpenOrder"), *std::move(item));
  }
  std::vector<Item> ordered;
  const auto& values = input.at("ExpressionAttributeValues").as_object();
  const std::string after = values.contains(":after") ? text_of(values, ":after") : std::string();
  for (auto& [order, item] : found) {
    if (after.empty() || order > after) ordered.push_back(std::move(item));
  }
  const bool forward = input.at("ScanIndexForward").as_bool();
  if (!forward) std::reverse(ordered.begin(), ordered.end());
  std::size_t first = 0;
  if (const auto* start = object_at(input, "ExclusiveStartKey")) {
    const auto order = text_of(*start, "OpenOrder");
    while (first < ordered.size() && (forward ? text_of(ordered[first], "OpenOrder") <= order
                                              : text_of(ordered[first], "OpenOrder") >= order))
      ++first;
  }
  std::size_t limit = input.contains("Limit")
                          ? static_cast<std::size_t>(input.at("Limit").to_number<std::int64_t>())
                          : ordered.size();
  if (page_limit_ > 0) limit = std::min(limit, page_limit_);
  json::array items;
  std::size_t bytes = 0;
  for (std::size_t i = first; i < ordered.size() && items.size() < limit; ++i) {
    bytes += item_bytes(ordered[i]);
    items.push_back(ordered[i]);
  }
  cost_.read_units_halves += read_halves(bytes, false);
  json::object answer;
  if (first + items.size() < ordered.size() && !items.empty()) {
    const auto& last = items.back().as_object();
    answer["LastEvaluatedKey"] = json::object{
        {"EventId", last.at("EventId")}, {"Open", last.at("Open")}, {"OpenOrder", last.at("OpenOrder")}};
  }
  answer["Items"] = std::move(items);
  return answer;
}

Result<json::object> FakeDynamoDb::scan(const json::object& input) {
  auto at = items_.begin();
  if (const auto* start = object_at(input, "ExclusiveStartKey")) at = items_.upper_bound(key_in(*start));
  json::array items;
  std::string last;
  std::size_t bytes = 0;
  for (; at != items_.end() && (page_limit_ == 0 || items.size() < page_limit_); ++at) {
    bytes += item_bytes(at->second);
    items.push_back(projected(at->second, input));
    last = at->first;
  }
  cost_.read_units_halves += read_halves(bytes, true);
  json::object answer{{"Items", std::move(items)}};
  if (at != items_.end()) answer["LastEvaluatedKey"] = json::object{{key_attribute, {{"S", last}}}};
  return answer;
}

FakeDynamoDb::Cost FakeDynamoDb::cost() const {
  const std::lock_guard lock(mutex_);
  return cost_;
}

FakeDynamoDb::Cost FakeDynamoDb::cost_of_entries() const {
  const std::lock_guard lock(mutex_);
  return cost_of_entries_;
}

void FakeDynamoDb::reset_cost() {
  const std::lock_guard lock(mutex_);
  cost_ = cost_of_entries_ = {};
}

std::optional<json::object> FakeDynamoDb::item(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = items_.find(std::string(key));
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t FakeDynamoDb::size() const {
  const std::lock_guard lock(mutex_);
  return items_.size();
}

}  // namespace lakemirror::testing
