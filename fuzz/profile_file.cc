#include "aws/profile_file.h"

#include "promise.h"

using namespace lakemirror;

namespace {

using Sections = std::map<std::string, aws::ProfileSection>;

/// The sections as a file of their own would have them.
std::string written(const Sections& sections) {
  std::string text;
  for (const auto& [title, section] : sections) {
    text += "[" + title + "]\n";
    for (const auto& [key, value] : section) text += key + " = " + value + "\n";
  }
  return text;
}

}  // namespace

/// Any file is read, or its first mistake named by its line and never by what stands there; what was read can
/// be written and reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto sections = aws::parse_profile_file("credentials", text);
  if (!sections) {
    promise(sections.error().subject.starts_with("credentials:"), "an error names its line");
    promise(sections.error().text().size() < 200, "an error tells nothing of what stands in the file");
    return 0;
  }
  const auto again = aws::parse_profile_file("again", written(*sections));
  promise(again.has_value(), "what was read can be written and read again");
  promise(*again == *sections, "it reads as it was written");
  return 0;
}
