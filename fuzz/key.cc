#include "model/key.h"

/// A key that was read gives a text that reads as the same key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = lakemirror::model::Key::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (key && *lakemirror::model::Key::parse(key->text()) != *key) __builtin_trap();
  return 0;
}
