#include "aws/environment.h"

#include <cstdlib>

namespace lakemirror::aws {

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
  };
}

std::string expand_home(const Environment& environment, const std::string& path) {
  if (path != "~" && !path.starts_with("~/")) return path;
  return environment("HOME").value_or("") + path.substr(1);
}

}  // namespace lakemirror::aws
