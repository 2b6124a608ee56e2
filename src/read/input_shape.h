#pragma once

#include "api/api.h"
#include "base/json.h"

namespace lakemirror::read {

/// Turns what a read operation answered into what the matching write operation takes: keeps the members that
/// the input shape has, at every depth, and drops nulls. A white list, because AWS adds read-only members at
/// any time.
json::object to_input(json::object answered, const api::Shape& input);

/// The bodies of catalog objects, with the few exceptions to the rule above:
/// - a resource link is only its name and what it points at: GetTable and GetDatabase merge the target's
/// content in;
/// - a column list that comes from the Schema Registry is named by schema and number, not by a version id
/// that the
///   other Region does not have.
json::object database_body(json::object answered);
json::object table_body(json::object answered);
json::object partition_body(json::object answered);

}  // namespace lakemirror::read
