#include "config/ini_file.h"

/// Every value of a file that parses can be asked for; a file that does not says where.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = lakemirror::config::IniFile::parse(text, "fuzz.conf");
  if (!file) {
    if (file.error().text().find("fuzz.conf") == std::string::npos) __builtin_trap();
    return 0;
  }
  for (const auto& section : file->sections()) {
    for (const auto& entry : section.entries) (void)file->value(section, entry);
  }
  return 0;
}
