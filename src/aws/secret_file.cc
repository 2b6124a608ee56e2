#include "aws/secret_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lakemirror::aws {
namespace {

constexpr std::size_t largest = 64 * 1024;

tl::unexpected<Error> unusable_file(const std::string& path, const std::string& what) {
  return fail(
      {.kind = ErrorKind::denied, .operation = "read a credential file", .subject = path, .message = what});
}

}  // namespace

Result<std::string> read_secret_file(const std::string& path) {
  std::error_code ignored;
  // A pipe or a device might never end.
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  if (!std::filesystem::exists(status)) return unusable_file(path, "there is no such file");
  if (!std::filesystem::is_regular_file(status)) return unusable_file(path, "it is no regular file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return unusable_file(path, std::string("cannot open it: ") + std::strerror(errno));
  std::string text(largest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.empty()) return unusable_file(path, "it is empty");
  if (text.size() > largest) return unusable_file(path, "it is larger than 64 KB");
  return text;
}

}  // namespace lakemirror::aws
