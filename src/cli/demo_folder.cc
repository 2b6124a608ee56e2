#include "cli/demo_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace lakemirror::cli {

Result<std::unique_ptr<DemoFolder>> DemoFolder::make() {
  std::error_code failure;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(failure);
  std::string name = ((failure ? "/tmp" : temporary) / "lakemirror-demo-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return fail({.operation = "make a temporary folder",
                 .subject = name,
                 .message = std::strerror(errno),
                 .hint = "name a folder that can be written in TMPDIR"});
  }
  return std::unique_ptr<DemoFolder>(new DemoFolder(name));
}

DemoFolder::~DemoFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace lakemirror::cli
