#include "local/table_formats.h"

#include "local/iceberg.h"
#include "local/views.h"

namespace lakemirror::local {

Result<json::object> create_table_input(Call& call) {
  const json::object* given = object_at(call.from.input, "TableInput");
  const json::object* format = object_at(call.from.input, "OpenTableFormatInput");
  if (given == nullptr && format == nullptr) return invalid_input("TableInput cannot be null.");
  json::object input = given != nullptr ? *given : json::object();
  if (format != nullptr) LM_CHECK(create_iceberg_table(call, *format, input));
  return input;
}

Result<json::object> update_table_input(Call& call, const Table& old) {
  const json::object* given = object_at(call.from.input, "TableInput");
  const json::object* format = object_at(call.from.input, "UpdateOpenTableFormatInput");
  if (given == nullptr && format == nullptr) return invalid_input("TableInput cannot be null.");
  json::object input = given != nullptr ? *given : old.body.object();
  if (call.knobs.update_table_keeps_omitted) {
    for (auto& member : old.body.object()) {
      if (!input.contains(member.key())) input[member.key()] = member.value();
    }
  }
  if (format != nullptr) LM_CHECK(update_iceberg_table(call, *format, input));
  if (const auto action = call.text("ViewUpdateAction"); !action.empty()) {
    LM_CHECK(update_view(action, old.body.object(), input));
  }
  return input;
}

}  // namespace lakemirror::local
