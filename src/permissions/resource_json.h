#pragma once

#include <string_view>

#include "base/json.h"
#include "permissions/resource.h"
#include "permissions/structure_reader.h"

namespace lakemirror::permissions {

/// Reads the Resource of a request, row or record; see read_grant. `default_catalog` is the catalog of a
/// resource that names none, where the request around it named one.
Result<Resource> read_resource(const json::value& value, std::string path, std::string_view own_account,
                               std::string_view default_catalog = {});

/// In the shape that requests take. Lake Formation answers with more shapes than it takes: a request never
/// names ALL_TABLES, and a table as a whole never has columns.
json::object to_json(const Resource& resource, std::string_view own_account);

}  // namespace lakemirror::permissions
