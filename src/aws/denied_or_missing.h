#pragma once

#include <string_view>

#include "aws/client.h"

namespace lakemirror::aws {

/// Lake Formation gives one answer, "Resource does not exist or requester is not authorized to access requested
/// permissions.", for what the caller may not touch and for what is not there (seen). Glue tells the two apart:
/// where `error` is that answer and Glue does not know the database or the table, its kind becomes `missing`, and
/// `retry` where Glue did not get to say. Any other Error is given back as it is. `table` is empty for a database; with both empty nothing is asked.
Error denied_or_missing(Client& client, Error error, std::string_view database, std::string_view table);

}  // namespace lakemirror::aws
