#include "read/input_shape.h"

#include <utility>

namespace lakemirror::read {

namespace {

void keep_input(json::object& answered, const api::Shape& input);

void keep_input(json::value& answered, const api::Shape& shape) {
  if (shape.type == api::Type::structure) {
    if (auto* object = answered.if_object()) keep_input(*object, shape);
  } else if (shape.type == api::Type::list && shape.element->type == api::Type::structure) {
    if (auto* array = answered.if_array()) {
      for (auto& element : *array) keep_input(element, *shape.element);
    }
  }
}

void keep_input(json::object& answered, const api::Shape& input) {
  for (auto member = answered.begin(); member != answered.end();) {
    const auto* known = input.find(member->key());
    if (known == nullptr || member->value().is_null()) {
      member = answered.erase(member);
    } else {
      keep_input(member->value(), *known->shape);
      ++member;
    }
  }
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

json::object to_input(json::object answered, const api::Shape& input) {
  keep_input(answered, input);
  return answered;
}

json::object database_body(json::object answered) {
  static const api::Shape& shape = input_shape("DatabaseInput");
  auto body = to_input(std::move(answered), shape);
  return body.contains("TargetDatabase") ? link_body(body, "TargetDatabase") : body;
}

json::object table_body(json::object answered) {
  static const api::Shape& shape = input_shape("TableInput");
  auto body = to_input(std::move(answered), shape);
  if (body.contains("TargetTable")) return link_body(body, "TargetTable");
  name_schema_by_number(body);
  return body;
}

json::object partition_body(json::object answered) {
  static const api::Shape& shape = input_shape("PartitionInput");
  auto body = to_input(std::move(answered), shape);
  name_schema_by_number(body);
  return body;
}

}  // namespace lakemirror::read
