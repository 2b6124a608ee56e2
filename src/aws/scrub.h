#pragma once

#include "aws/credentials.h"
#include "base/error.h"

namespace lakemirror::aws {

/// The error without what proves who we are: AWS quotes requests back, the session token and the
/// Authorization header included, and errors end up in logs and in the journal.
Error scrubbed(Error error, const Credentials& credentials);

}  // namespace lakemirror::aws
