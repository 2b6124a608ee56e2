#include "mapping/rewriter.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "mapping/governance_rewriter.h"
#include "mapping/member.h"

namespace lakemirror::mapping {

namespace {

void replace(json::value* value, const std::string& text) {
  if (value != nullptr && value->is_string() && !text.empty()) *value = json::string(text);
}

std::size_t skip_separator(std::string_view all, std::size_t comma) {
  if (comma == all.size()) return comma;
  return std::min(all.find_first_not_of(" \t\r\n", comma + 1), all.size());
}

/// Where the list element that begins at `start` ends. Elements are told apart by a comma with a location
/// behind it, since a key may hold commas itself.
std::size_t element_end(std::string_view all, std::size_t start) {
  for (std::size_t comma = all.find(',', start); comma != std::string_view::npos;) {
    const std::string_view rest = all.substr(skip_separator(all, comma));
    const std::size_t next = all.find(',', comma + 1);
    if (LocationMapping::is_location(rest.substr(0, rest.find(',')))) return comma;
    comma = next;
  }
  return all.size();
}

/// Fields of "arn:partition:service:region:account:resource"; empty when the value is no ARN.
std::vector<std::string> arn_fields(const json::value* value) {
  if (value == nullptr || !value->is_string()) return {};
  std::vector<std::string> fields = split(std::string_view(value->get_string()), ':');
  if (fields.size() < 6 || fields[0] != "arn") return {};
  return fields;
}

}  // namespace

void Rewriter::note(const LocationMapping::Mapped& mapped) {
  if (mapped.outcome == LocationMapping::Outcome::unmapped && unmapped_ != nullptr)
    unmapped_->push_back(mapped.text);
}

void Rewriter::location(json::value* value) {
  if (value == nullptr || !value->is_string()) return;
  const LocationMapping::Mapped mapped = settings_.locations.map(value->get_string());
  note(mapped);
  if (mapped.outcome == LocationMapping::Outcome::mapped) *value = json::string(mapped.text);
}

void Rewriter::locations(json::value* value) {
  json::array* array = as_array(value);
  if (array == nullptr) return;
  for (json::value& element : *array) location(&element);
}

void Rewriter::parameters(json::value* value) {
  json::object* object = as_object(value);
  if (object == nullptr) return;
  for (auto& member : *object) {
    if (json::string* text = member.value().if_string()) location_list(*text);
  }
}

void Rewriter::location_list(json::string& text) {
  const std::string_view all = text;
  if (all.empty() || std::string_view("sSa").find(all.front()) == std::string_view::npos)
    return;  // most values, cheaply
  if (!LocationMapping::is_location(all.substr(0, element_end(all, 0)))) return;
  std::string out;
  for (std::size_t start = 0; start < all.size();) {
    const std::size_t end = element_end(all, start);
    const LocationMapping::Mapped mapped = settings_.locations.map(all.substr(start, end - start));
    note(mapped);
    out += mapped.text;
    start = skip_separator(all, end);
    out += all.substr(end, start - end);
  }
  text = out;
}

void Rewriter::storage_descriptor(json::value* value) {
  json::object* descriptor = as_object(value);
  if (descriptor == nullptr) return;
  location(descriptor->if_contains("Location"));
  locations(descriptor->if_contains("AdditionalLocations"));
  parameters(descriptor->if_contains("Parameters"));
  if (json::object* serde = as_object(descriptor->if_contains("SerdeInfo"))) {
    parameters(serde->if_contains("Parameters"));
  }
  if (json::object* reference = as_object(descriptor->if_contains("SchemaReference"))) {
    if (json::object* id = as_object(reference->if_contains("SchemaId")))
      glue_arn(id->if_contains("SchemaArn"));
  }
}

void Rewriter::link_target(json::value* value) {
  json::object* target = as_object(value);
  if (target == nullptr) return;
  if (text_or(*target, "CatalogId", settings_.source_account) != settings_.source_account) return;
  if (text_or(*target, "Region", settings_.source_region) != settings_.source_region) return;
  replace(target->if_contains("CatalogId"), settings_.target_account);
  replace(target->if_contains("Region"), settings_.target_region);
}

void Rewriter::view_definition(json::value* value) {
  json::object* view = as_object(value);
  if (view == nullptr) return;
  principal(view->if_contains("Definer"));
  json::array* objects = as_array(view->if_contains("SubObjects"));
  if (objects == nullptr) return;
  for (json::value& arn : *objects) glue_arn(&arn);
}

void Rewriter::default_permissions(json::value* value) {
  GovernanceRewriter(settings_).default_permissions(value);
}

void Rewriter::glue_arn(json::value* value) {
  std::vector<std::string> fields = arn_fields(value);
  if (fields.empty() || fields[2] != "glue") return;
  if (fields[3] != settings_.source_region || fields[4] != settings_.source_account) return;
  if (!settings_.target_region.empty()) fields[3] = settings_.target_region;
  if (!settings_.target_account.empty()) fields[4] = settings_.target_account;
  *value = json::string(join(fields, ":"));
}

void Rewriter::principal(json::value* value) { GovernanceRewriter(settings_).principal(value); }

}  // namespace lakemirror::mapping
