#include "mapping/mapping.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace lakemirror::mapping {

namespace {

/// Maps the members of one body in place.
class Rewriter {
 public:
  Rewriter(const MappingSettings& settings, std::vector<std::string>* unmapped)
      : settings_(settings), unmapped_(unmapped) {}

  void location(json::value* value) {
    if (value == nullptr || !value->is_string()) return;
    const json::string& text = value->get_string();
    LocationMapping::Mapped mapped = settings_.locations.map(text);
    note(mapped);
    if (mapped.outcome == LocationMapping::Outcome::mapped) *value = json::string(mapped.text);
  }

  void locations(json::value* value) {
    if (json::array* array = array_of(value)) {
      for (json::value& element : *array) location(&element);
    }
  }

  /// Values only, and of those only the ones that as a whole are a location or a list of them.
  void parameters(json::value* value) {
    json::object* object = object_of(value);
    if (object == nullptr) return;
    for (auto& member : *object) {
      if (json::string* text = member.value().if_string()) location_list(*text);
    }
  }

  void storage_descriptor(json::value* value) {
    json::object* descriptor = object_of(value);
    if (descriptor == nullptr) return;
    location(descriptor->if_contains("Location"));
    locations(descriptor->if_contains("AdditionalLocations"));
    parameters(descriptor->if_contains("Parameters"));
    if (json::object* serde = object_of(descriptor->if_contains("SerdeInfo")))
      parameters(serde->if_contains("Parameters"));
    if (json::object* reference = object_of(descriptor->if_contains("SchemaReference"))) {
      if (json::object* id = object_of(reference->if_contains("SchemaId")))
        glue_arn(id->if_contains("SchemaArn"));
    }
  }

  /// What a resource link points at. A link into the replicated catalog must point into the replica; one to
  /// another account, or to a third Region, means the same thing on both sides.
  void link_target(json::value* value) {
    json::object* target = object_of(value);
    if (target == nullptr) return;
    const std::string_view account = text_or(*target, "CatalogId", settings_.source_account);
    const std::string_view region = text_or(*target, "Region", settings_.source_region);
    if (account != settings_.source_account || region != settings_.source_region) return;
    replace(target->if_contains("CatalogId"), settings_.target_account);
    replace(target->if_contains("Region"), settings_.target_region);
  }

  /// The SQL of a view stays as it is; what it reads and on whose behalf is named by ARN.
  void view_definition(json::value* value) {
    json::object* view = object_of(value);
    if (view == nullptr) return;
    principal(view->if_contains("Definer"));
    if (json::array* objects = array_of(view->if_contains("SubObjects"))) {
      for (json::value& arn : *objects) glue_arn(&arn);
    }
  }

  void default_permissions(json::value* value) {
    json::array* grants = array_of(value);
    if (grants == nullptr) return;
    for (json::value& grant : *grants) {
      json::object* object = grant.if_object();
      json::object* holder = object == nullptr ? nullptr : object_of(object->if_contains("Principal"));
      if (holder != nullptr) principal(holder->if_contains("DataLakePrincipalIdentifier"));
    }
  }

 private:
  static json::object* object_of(json::value* value) {
    return value == nullptr ? nullptr : value->if_object();
  }
  static json::array* array_of(json::value* value) { return value == nullptr ? nullptr : value->if_array(); }

  static void replace(json::value* value, const std::string& text) {
    if (value != nullptr && value->is_string() && !text.empty()) *value = json::string(text);
  }

  void note(const LocationMapping::Mapped& mapped) {
    if (mapped.outcome == LocationMapping::Outcome::unmapped && unmapped_ != nullptr)
      unmapped_->push_back(mapped.text);
  }

  /// Elements are told apart by a comma with a location behind it, since a key may hold commas itself.
  void location_list(json::string& text) {
    const std::string_view all = text;
    if (!LocationMapping::is_location(all)) return;
    std::string out;
    bool changed = false;
    for (std::size_t start = 0; start < all.size();) {
      const std::size_t end = element_end(all, start);
      LocationMapping::Mapped mapped = settings_.locations.map(all.substr(start, end - start));
      note(mapped);
      changed = changed || mapped.outcome == LocationMapping::Outcome::mapped;
      out += mapped.text;
      start = skip_separator(all, end);
      out += all.substr(end, start - end);
    }
    if (changed) text = out;
  }

  static std::size_t skip_separator(std::string_view all, std::size_t comma) {
    if (comma == all.size()) return comma;
    return std::min(all.find_first_not_of(" \t\r\n", comma + 1), all.size());
  }

  static std::size_t element_end(std::string_view all, std::size_t start) {
    for (std::size_t comma = all.find(',', start); comma != std::string_view::npos;
         comma = all.find(',', comma + 1)) {
      if (LocationMapping::is_location(all.substr(skip_separator(all, comma)))) return comma;
    }
    return all.size();
  }

  /// arn:aws:glue:REGION:ACCOUNT:...
  void glue_arn(json::value* value) {
    if (value == nullptr || !value->is_string()) return;
    std::vector<std::string> parts = split(std::string_view(value->get_string()), ':');
    if (parts.size() < 6 || parts[0] != "arn" || parts[2] != "glue") return;
    if (parts[3] != settings_.source_region || parts[4] != settings_.source_account) return;
    if (!settings_.target_region.empty()) parts[3] = settings_.target_region;
    if (!settings_.target_account.empty()) parts[4] = settings_.target_account;
    *value = json::string(join(parts, ":"));
  }

  /// arn:aws:iam::ACCOUNT:...; groups such as IAM_ALLOWED_PRINCIPALS have no account.
  void principal(json::value* value) {
    if (value == nullptr || !value->is_string() || settings_.target_account.empty()) return;
    std::vector<std::string> parts = split(std::string_view(value->get_string()), ':');
    if (parts.size() < 6 || parts[0] != "arn" || parts[4] != settings_.source_account) return;
    parts[4] = settings_.target_account;
    *value = json::string(join(parts, ":"));
  }

  const MappingSettings& settings_;
  std::vector<std::string>* unmapped_;
};

}  // namespace

json::object Mapping::database(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.location(input.if_contains("LocationUri"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.default_permissions(input.if_contains("CreateTableDefaultPermissions"));
  rewriter.link_target(input.if_contains("TargetDatabase"));
  return input;
}

json::object Mapping::table(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.link_target(input.if_contains("TargetTable"));
  rewriter.view_definition(input.if_contains("ViewDefinition"));
  return input;
}

json::object Mapping::partition(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  return input;
}

}  // namespace lakemirror::mapping
