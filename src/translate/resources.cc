#include "translate/resources.h"

#include "base/text.h"

namespace lakemirror::translate {

using model::Key;

namespace {

/// What the last part of an ARN names: "database/sales", "table/sales/orders". Absent when a name is empty,
/// since nothing can have it.
std::optional<Key> key_of_path(std::string_view path) {
  if (path.starts_with("database/") && path.size() > 9) return Key::database(path.substr(9));
  if (!path.starts_with("table/")) return std::nullopt;
  const auto names = path.substr(6);
  const auto slash = names.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == names.size()) return std::nullopt;
  return Key::table(names.substr(0, slash), names.substr(slash + 1));
}

}  // namespace

std::optional<model::Key> key_of_resources(const Record& record) {
  const auto* resources = record.resources();
  if (resources == nullptr) return std::nullopt;
  std::optional<Key> deepest;
  for (const auto& element : *resources) {
    if (!element.is_object()) continue;
    const auto arn = name_at(element.get_object(), "ARN");
    if (!arn) continue;
    // arn:aws:glue:us-east-1:123456789012:table/sales/orders; a name may itself hold colons, never slashes
    const auto parts = split(*arn, ':');
    if (parts.size() < 6 || parts[0] != "arn" || parts[2] != "glue") continue;
    const std::string_view path = std::string_view(*arn).substr(
        parts[0].size() + parts[1].size() + parts[2].size() + parts[3].size() + parts[4].size() + 5);
    auto key = key_of_path(path);
    if (key && (!deepest || key->kind() == model::KeyKind::table)) deepest = std::move(key);
  }
  return deepest;
}

}  // namespace lakemirror::translate
