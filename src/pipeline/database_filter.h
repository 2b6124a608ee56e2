#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lakemirror::pipeline {

/// Which databases are replicated: the globs of the configuration. Names are folded.
class DatabaseFilter {
 public:
  DatabaseFilter(std::vector<std::string> include, std::vector<std::string> exclude,
                 std::vector<std::string> protect)
      : include_(std::move(include)), exclude_(std::move(exclude)), protect_(std::move(protect)) {}

  /// Why a database is left alone; absent when it is replicated.
  std::optional<std::string> reason_to_leave(const std::string& database) const;
  bool admits(const std::string& database) const { return !reason_to_leave(database); }

 private:
  std::vector<std::string> include_, exclude_, protect_;
};

}  // namespace lakemirror::pipeline
