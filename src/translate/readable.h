#pragma once

#include <string_view>

namespace lakemirror::translate {

// Whether a text can be what stands in its place. One that cannot was damaged on its way: it is no proof that
// a record is about something else, or that a call failed.

/// Twelve digits.
bool can_be_account(std::string_view text);
/// "us-east-1", "us-gov-west-1"
bool can_be_region(std::string_view text);
/// "111122223333", "111122223333:s3tablescatalog/bucket", or a name.
bool can_be_catalog(std::string_view text);
/// "AccessDenied", "EntityNotFoundException", "Client.InvalidParameter"
bool can_be_error_code(std::string_view text);
/// "glue.amazonaws.com"
bool can_be_service(std::string_view text);
/// "CreateTable"
bool can_be_event_name(std::string_view text);

}  // namespace lakemirror::translate
