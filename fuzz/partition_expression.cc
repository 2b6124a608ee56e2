#include "local/partition_expression.h"

#include "promise.h"

using namespace lakemirror;

namespace {

const std::vector<local::PartitionKey> keys = {
    {"dt", "string"}, {"n", "int"}, {"d", "date"}, {"t", "timestamp"}, {"m", "decimal(10,2)"}};

/// Partitions as they are stored: whole, without values, with a value of the wrong type, of fewer keys.
const std::vector<std::string> partitions = {
    R"(["2026-01-01","5","2026-01-01","2026-01-01 00:00:00","1.50"])",
    R"(["a%b_c","-12","0001-12-31","1999-12-31 23:59:59.5","-0.0"])",
    R"(["__HIVE_DEFAULT_PARTITION__","__HIVE_DEFAULT_PARTITION__","__HIVE_DEFAULT_PARTITION__","",""])",
    R"(["","x","2026-02-30","now","1e3"])",
    R"(["a"])",
};

enum class Says { yes, no, error };

Says ask(const local::PartitionExpression& expression, const std::string& partition) {
  const auto matches = expression.matches(partition);
  if (!matches) promise(matches.error().code == "InvalidStateException", "only a stored value is at fault");
  return !matches ? Says::error : *matches ? Says::yes : Says::no;
}

Says opposite(Says says) { return says == Says::yes ? Says::no : says == Says::no ? Says::yes : says; }

/// What the text in parentheses, turned around or joined with itself, says of every partition.
void check_derived(const local::PartitionExpression& expression, const std::string& text, bool negated) {
  const auto derived = local::PartitionExpression::parse(text, keys);
  if (!derived) return;  // nested too deep
  for (const auto& partition : partitions) {
    const auto says = ask(expression, partition);
    promise(ask(*derived, partition) == (negated ? opposite(says) : says), "logic holds");
  }
}

}  // namespace

/// Any expression is refused in the service's words, or decides about every partition as logic has it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto expression = local::PartitionExpression::parse(text, keys);
  if (!expression) {
    promise(expression.error().code == "InvalidInputException", "a refusal is the caller's fault");
    return 0;
  }
  check_derived(*expression, "(" + text + ")", false);
  check_derived(*expression, "NOT (" + text + ")", true);
  check_derived(*expression, "(" + text + ") AND (" + text + ")", false);
  check_derived(*expression, "(" + text + ") OR (" + text + ")", false);
  return 0;
}
