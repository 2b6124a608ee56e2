#pragma once

#include <string>

#include "api/api.h"
#include "base/json.h"
#include "local/text_pool.h"

namespace lakemirror::local {

/// What a caller stored in a database, table or partition, as JSON members without braces, defaults filled in
/// as the service fills them in. The columns of the storage descriptor are a text of their own, shared
/// between bodies.
struct Body {
  std::string head = {};
  SharedText columns = {};  ///< "Columns":[...], with the comma; null when there are none
  std::string tail = {};

  void append_to(std::string& out, bool with_columns = true) const {
    out += head;
    if (columns && with_columns) out += *columns;
    out += tail;
  }
  std::string text() const {
    std::string out;
    append_to(out);
    return out;
  }
  /// As a document, for the few operations that look inside.
  json::object object() const;
};

/// `input` in the shape `shape` (DatabaseInput, TableInput, PartitionInput) without the member `identity`,
/// which is the key it is stored under. Members the shape does not have are dropped, as the service ignores
/// them.
Body make_body(const json::object& input, const api::Shape& shape, std::string_view identity,
               TextPool& texts);

/// Appends `value` as the service stores it: members of `shape` only, no nulls, column names in lower case,
/// timestamps in whole seconds.
void append_stored(std::string& out, const json::value& value, const api::Shape& shape);

}  // namespace lakemirror::local
