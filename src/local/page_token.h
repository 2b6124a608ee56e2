#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace lakemirror::local {

/// A NextToken as Glue makes them: base64 of a JSON document that names where the next page begins and when
/// the token dies (seen at AWS: about 24 hours on).
std::string make_token(json::object position, Time now);

/// The position in a token. The Error is InvalidInputException, for a token this service did not make or one
/// that is too old; other services put their own code on it.
Result<json::object> read_token(std::string_view token, Time now);

std::string base64_encode(std::string_view bytes);
Result<std::string> base64_decode(std::string_view text);

}  // namespace lakemirror::local
