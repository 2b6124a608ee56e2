#include "config/python_literal.h"
#include "base/json.h"

/// What is read as a literal can be written as JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value =
      lakemirror::config::parse_python_literal(std::string_view(reinterpret_cast<const char*>(data), size));
  if (value) (void)lakemirror::canonical_json(*value);
  return 0;
}
