#include "local/views.h"

#include <fmt/format.h>

#include <algorithm>

#include "local/faults.h"

namespace lakemirror::local {

namespace {

json::array representations(const json::object& table) {
  const json::object* definition = object_at(table, "ViewDefinition");
  const json::array* out = definition == nullptr ? nullptr : array_at(*definition, "Representations");
  return out == nullptr ? json::array() : *out;
}

}  // namespace

Result<void> update_view(std::string_view action, const json::object& old, json::object& input) {
  json::object* definition = input.contains("ViewDefinition") ? input["ViewDefinition"].if_object() : nullptr;
  if (definition == nullptr) return invalid_input("ViewUpdateAction needs a ViewDefinition.");
  json::array all = representations(old);
  for (const auto& given : representations(input)) {
    const auto dialect = text_or(given.get_object(), "Dialect");
    const auto same = std::ranges::find_if(all, [&](const json::value& candidate) {
      return text_or(candidate.get_object(), "Dialect") == dialect;
    });
    const bool exists = same != all.end();
    if (action == "ADD" && exists)
      return already_exists(fmt::format("View dialect {} already exists.", dialect));
    if ((action == "REPLACE" || action == "DROP") && !exists) {
      return not_found(fmt::format("View dialect {} not found.", dialect));
    }
    if (exists) all.erase(same);
    if (action != "DROP") all.push_back(given);
  }
  (*definition)["Representations"] = std::move(all);
  return {};
}

}  // namespace lakemirror::local
