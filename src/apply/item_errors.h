#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.h"

namespace lakemirror::apply {

/// The errors a batch call answered, by item. An error that cannot be matched to an item that was asked for
/// may mean any of them: each item without an error of its own then counts as failed, and is worth another
/// try.
class ItemErrors {
 public:
  /// What the answer calls the list, and in an item of it the error itself.
  struct Members {
    std::string_view list;
    std::string_view detail;
  };
  static constexpr Members glue = {"Errors", "ErrorDetail"};
  static constexpr Members lake_formation = {"Failures", "Error"};

  /// How an item of the list names what it is about; absent when it does not.
  using NameOf = std::function<std::optional<std::string>(const json::object& item)>;

  ItemErrors() = default;
  ItemErrors(const json::object& answer, const std::string& operation, const std::set<std::string>& asked,
             const NameOf& name_of, Members members = glue);

  /// nullptr when the item succeeded. Lives as long as this.
  const Error* of(const std::string& name) const;

 private:
  std::map<std::string, Error> by_name_ = {};
  std::optional<Error> unmatched_ = {};
};

}  // namespace lakemirror::apply
