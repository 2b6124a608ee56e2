#pragma once

#include "local/call.h"

namespace lakemirror::local {

/// A request's Resource. Refuses what is none: not exactly one member, a table by name and by wildcard at
/// once, columns of "ALL_TABLES". Whether it exists is not looked at.
Result<LakeResource> read_resource(const Call& call, const json::object& given);

/// Whether it exists: the database, table and columns, the filter, the tags of a policy. A missing thing is
/// answered as `EntityNotFoundException` to those who may see everything, else as a denial that gives
/// nothing away.
Result<void> check_resource(const Call& call, const LakeResource& resource);

/// "Resource does not exist or requester is not authorized to access requested permissions."
tl::unexpected<Error> denied_resource();

/// The table, be it a resource link itself; nullptr when it or its database is missing.
const Table* lake_table(const Call& call, const std::string& database, const std::string& table, View view);

/// Whether `arn` (arn:aws:s3:::bucket/path) is `above` or lies below it.
bool lies_below(std::string_view arn, std::string_view above);

}  // namespace lakemirror::local
