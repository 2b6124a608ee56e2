#include "local/partition_expression.h"

using namespace lakemirror;

/// Any expression is refused in the service's words or decides about a partition.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<local::PartitionKey> keys = {{"dt", "string"}, {"n", "int"}, {"d", "date"}};
  const auto expression =
      local::PartitionExpression::parse(std::string_view(reinterpret_cast<const char*>(data), size), keys);
  if (expression) (void)expression->matches("");
  return 0;
}
