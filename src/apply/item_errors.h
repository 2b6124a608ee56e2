#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/json.h"

namespace lakemirror::apply {

/// The `Errors` a batch call answered, by item. An error that cannot be matched to an item that was asked for
/// may mean any of them: each item without an error of its own then counts as failed, and is worth another
/// try.
class ItemErrors {
 public:
  /// How an item of `Errors` names what it is about; absent when it does not.
  using NameOf = std::function<std::optional<std::string>(const json::object& item)>;

  ItemErrors() = default;
  ItemErrors(const json::object& answer, const std::string& operation, const std::set<std::string>& asked,
             const NameOf& name_of);

  /// nullptr when the item succeeded. Lives as long as this.
  const Error* of(const std::string& name) const;

 private:
  std::map<std::string, Error> by_name_ = {};
  std::optional<Error> unmatched_ = {};
};

}  // namespace lakemirror::apply
