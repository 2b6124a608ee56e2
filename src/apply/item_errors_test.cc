#include "apply/item_errors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace lakemirror::apply {
namespace {

json::value read(const std::string& path) {
  std::ifstream file("tests/records/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str()).value();
}

/// How the answers of Glue's batch calls name an item.
std::optional<std::string> name_of(const json::object& item) {
  for (const auto* member : {"PartitionValues", "PartitionValueList", "TableName"}) {
    if (const auto* value = item.if_contains(member)) return canonical_json(*value);
  }
  return std::nullopt;
}

TEST(ItemErrors, OfEveryBatchThatAwsWasSeenToDoInPartAreOfTheirItemAlone) {
  const auto answers = read("samples/api_responses/glue_partial_batch_errors.json");
  const auto expected = read("expected/api_responses/glue_partial_batch_errors.json");
  const auto& kinds = expected.at("kinds").as_object();
  ASSERT_EQ(answers.as_object().size(), kinds.size());
  for (const auto& [operation, answer] : answers.as_object()) {
    const auto& item = answer.at("Errors").as_array().at(0).as_object();
    const std::string failed = *name_of(item);
    const ItemErrors errors(answer.as_object(), "glue:" + std::string(operation), {failed, "another"},
                            name_of);
    ASSERT_NE(errors.of(failed), nullptr) << operation;
    EXPECT_EQ(to_string(errors.of(failed)->kind), kinds.at(operation).as_string()) << operation;
    EXPECT_EQ(errors.of(failed)->message, text_or(item.at("ErrorDetail").as_object(), "ErrorMessage"));
    EXPECT_EQ(errors.of("another"), nullptr) << operation << ": the others came about";
  }
}

TEST(ItemErrors, AnErrorThatNamesNoItemMayBeOfAny) {
  for (const std::string list :
       {R"([{"TableName":"unasked","ErrorDetail":{"ErrorCode":"x"}}])",
        R"([{"ErrorDetail":{"ErrorCode":"x"}}])", R"([{"TableName":"a"}])", R"(["a"])", R"({"a":1})"}) {
    const auto answer = parse_json(R"({"Errors":)" + list + "}").value();
    const ItemErrors errors(answer.as_object(), "glue:BatchDeleteTable", {"\"a\"", "\"b\""}, name_of);
    for (const auto* name : {"\"a\"", "\"b\""}) {
      ASSERT_NE(errors.of(name), nullptr) << list;
      EXPECT_EQ(errors.of(name)->kind, ErrorKind::retry) << list;
    }
  }
}

}  // namespace
}  // namespace lakemirror::apply
