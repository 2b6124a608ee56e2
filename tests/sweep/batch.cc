#include "sweep/batch.h"

#include <algorithm>

#include "base/json.h"

namespace lakemirror::sweep {

namespace {

/// How an operation lists what is asked for, and what failed of it.
struct Batch {
  std::string_view operation;
  std::string_view asked;   ///< the list in the request
  std::string_view values;  ///< of an element, what names it in the answer; empty: the whole element
  std::string_view failed;  ///< the list in the answer
  std::string_view named;   ///< of its elements, what names them; empty: the element itself
  std::string_view error = "ErrorDetail";
};

constexpr Batch kBatches[] = {
    {"BatchGrantPermissions", "Entries", "", "Failures", "RequestEntry", "Error"},
    {"BatchRevokePermissions", "Entries", "", "Failures", "RequestEntry", "Error"},
    {"AddLFTagsToResource", "LFTags", "", "Failures", "LFTag", "Error"},
    {"RemoveLFTagsFromResource", "LFTags", "", "Failures", "LFTag", "Error"},
    {"BatchDeleteTable", "TablesToDelete", "", "Errors", "TableName"},
    {"BatchCreatePartition", "PartitionInputList", "Values", "Errors", "PartitionValues"},
    {"BatchUpdatePartition", "Entries", "PartitionValueList", "Errors", "PartitionValueList"},
    {"BatchDeletePartition", "PartitionsToDelete", "Values", "Errors", "PartitionValues"},
    {"BatchGetPartition", "PartitionsToGet", "", "UnprocessedKeys", "", ""},
};

const Batch* find(std::string_view operation) {
  const auto* found = std::ranges::find(kBatches, operation, &Batch::operation);
  return found == std::end(kBatches) ? nullptr : found;
}

json::value failure(const Batch& batch, const json::value& element) {
  if (batch.named.empty()) return element;
  json::object out;
  out[batch.named] = batch.values.empty() ? element : element.as_object().at(batch.values);
  out[batch.error] = {{"ErrorCode", "InternalServiceException"}, {"ErrorMessage", "Something went wrong"}};
  return out;
}

}  // namespace

bool is_batch(std::string_view operation) { return find(operation) != nullptr; }

aws::HttpResponse all_but_one(std::string_view operation, const std::string& body,
                              const std::function<aws::HttpResponse(const std::string& body)>& ask) {
  const auto& batch = *find(operation);
  auto input = parse_json(body)->as_object();
  auto& asked = input.at(batch.asked).as_array();
  auto failed = failure(batch, asked.front());
  asked.erase(asked.begin());
  aws::HttpResponse answer{.status = 200, .body = "{}"};
  if (!asked.empty()) answer = ask(json::serialize(input));
  if (answer.status != 200) return answer;
  auto output = answer.body.empty() ? json::object() : parse_json(answer.body)->as_object();
  auto& list = output[batch.failed];
  if (!list.is_array()) list = json::array();
  list.as_array().push_back(std::move(failed));
  answer.body = json::serialize(output);
  return answer;
}

}  // namespace lakemirror::sweep
