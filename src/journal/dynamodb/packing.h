#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::journal::dynamodb {

/// gzip, for texts that are large or many in one item.
std::string pack(std::string_view text);
/// And back. `corrupt` where it is none, is cut, or would grow beyond a gigabyte.
Result<std::string> unpack(std::string_view packed);

/// Base64, which is how bytes stand in DynamoDB's JSON.
std::string base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);

}  // namespace lakemirror::journal::dynamodb
