#include "mapping/location_mapping.h"

/// A mapped text keeps its scheme, and what no rule covers stays as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lakemirror::mapping::LocationMapping;
  static const auto mapping =
      LocationMapping::create({{"data", "data-west"}, {"data/raw", "raw"}, {"a", "b"}, {"b", "a"}});
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto mapped = mapping->map(text);
  if (mapped.text != text && text.substr(0, 3) != mapped.text.substr(0, 3)) __builtin_trap();
  return 0;
}
