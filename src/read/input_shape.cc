#include "read/input_shape.h"

namespace lakemirror::read {

namespace {

json::value value_to_input(const json::value& answered, const api::Shape& shape) {
  switch (shape.type) {
    case api::Type::structure:
      if (const auto* object = answered.if_object()) return to_input(*object, shape);
      break;
    case api::Type::list:
      if (const auto* array = answered.if_array();
          array != nullptr && shape.element->type == api::Type::structure) {
        json::array out;
        out.reserve(array->size());
        for (const auto& element : *array) out.push_back(value_to_input(element, *shape.element));
        return out;
      }
      break;
    default:
      break;
  }
  return answered;
}

const api::Shape& input_shape(std::string_view name) { return *api::find_shape(api::Service::glue, name); }

/// {Name, TargetTable} of a table link, {Name, TargetDatabase} of a database link.
json::object link_body(const json::object& body, std::string_view target_member) {
  json::object link;
  for (const auto member : {std::string_view("Name"), target_member}) {
    if (const auto* value = body.if_contains(member)) link.emplace(member, *value);
  }
  return link;
}

void name_schema_by_number(json::object& body) {
  auto* descriptor = body.if_contains("StorageDescriptor");
  if (descriptor == nullptr || !descriptor->is_object()) return;
  auto* reference = descriptor->get_object().if_contains("SchemaReference");
  if (reference == nullptr || !reference->is_object()) return;
  auto& schema = reference->get_object();
  if (schema.contains("SchemaId") && schema.contains("SchemaVersionNumber")) schema.erase("SchemaVersionId");
}

}  // namespace

json::object to_input(const json::object& answered, const api::Shape& input) {
  json::object out;
  for (const auto& member : answered) {
    const auto* known = input.find(member.key());
    if (known == nullptr || member.value().is_null()) continue;
    out.emplace(member.key(), value_to_input(member.value(), *known->shape));
  }
  return out;
}

json::object database_body(const json::object& answered) {
  static const api::Shape& shape = input_shape("DatabaseInput");
  auto body = to_input(answered, shape);
  return body.contains("TargetDatabase") ? link_body(body, "TargetDatabase") : body;
}

json::object table_body(const json::object& answered) {
  static const api::Shape& shape = input_shape("TableInput");
  auto body = to_input(answered, shape);
  if (body.contains("TargetTable")) return link_body(body, "TargetTable");
  name_schema_by_number(body);
  return body;
}

json::object partition_body(const json::object& answered) {
  static const api::Shape& shape = input_shape("PartitionInput");
  auto body = to_input(answered, shape);
  name_schema_by_number(body);
  return body;
}

}  // namespace lakemirror::read
