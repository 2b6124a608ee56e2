#include "permissions/structure_reader.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::permissions {

namespace {

/// What CloudTrail writes in the place of what it does not log.
bool is_hidden(std::string_view text) {
  return text == "HIDDEN_DUE_TO_SECURITY_REASONS" || text.find("***OMITTED***") != std::string_view::npos;
}

}  // namespace

Result<StructureReader> StructureReader::open(const json::value& value, std::string path,
                                              std::span<const std::string_view> known_members) {
  StructureReader reader;
  reader.path_ = std::move(path);
  const json::object* object = value.if_object();
  if (object == nullptr) return reader.wrong({}, "is no structure");
  reader.members_.reserve(object->size());
  for (const auto& member : *object) {
    const std::string_view name = member.key();
    if (member.value().is_null()) continue;
    const auto known = std::ranges::find_if(
        known_members, [&](std::string_view candidate) { return equal_ignoring_case(candidate, name); });
    if (known == known_members.end()) return reader.wrong(name, "is not known here");
    if (reader.has(*known)) return reader.wrong(name, "is there twice, in different case");
    reader.members_.emplace_back(*known, &member.value());
  }
  return reader;
}

const json::value* StructureReader::find(std::string_view member) const {
  const auto at = std::ranges::find(members_, member, &Member::first);
  return at == members_.end() ? nullptr : at->second;
}

std::vector<std::string_view> StructureReader::members() const {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : members_) names.push_back(name);
  return names;
}

Result<std::string> StructureReader::plain_text(const json::value& value, std::string_view member) const {
  const json::string* text = value.if_string();
  if (text == nullptr) return wrong(member, "is no text");
  if (is_hidden(*text)) return wrong(member, "is hidden in the record");
  return std::string(*text);
}

Result<std::string> StructureReader::text(std::string_view member) const {
  const json::value* value = find(member);
  if (value == nullptr) return std::string();
  return plain_text(*value, member);
}

Result<std::string> StructureReader::required_text(std::string_view member) const {
  LM_TRY(std::string value, text(member));
  if (value.empty()) return wrong(member, "is missing");
  return value;
}

Result<std::vector<std::string>> StructureReader::texts(std::string_view member) const {
  std::vector<std::string> out;
  const json::value* value = find(member);
  if (value == nullptr) return out;
  const json::array* array = value->if_array();
  if (array == nullptr) return wrong(member, "is no list");
  out.reserve(array->size());
  for (const json::value& element : *array) {
    LM_TRY(out.emplace_back(), plain_text(element, member));
  }
  return out;
}

Result<StructureReader> StructureReader::structure(std::string_view member,
                                                   std::span<const std::string_view> known_members) const {
  const json::value* value = find(member);
  if (value == nullptr) return wrong(member, "is missing");
  return open(*value, path_of(member), known_members);
}

std::string StructureReader::path_of(std::string_view member) const {
  if (member.empty() || path_.empty()) return path_ + std::string(member);
  return path_ + '.' + std::string(member);
}

tl::unexpected<Error> StructureReader::wrong(std::string_view member, std::string message) const {
  return fail({.kind = ErrorKind::invalid,
               .operation = "read permissions",
               .subject = path_of(member),
               .message = std::move(message)});
}

}  // namespace lakemirror::permissions
