#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace lakemirror::cli {

/// A new folder among the machine's temporary ones, which nobody else may read. Removed with the object.
class DemoFolder {
 public:
  static Result<std::unique_ptr<DemoFolder>> make();
  ~DemoFolder();
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit DemoFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace lakemirror::cli
