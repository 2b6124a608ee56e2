#pragma once

#include <string>
#include <string_view>

#include "local/call.h"

namespace lakemirror::local {

/// There is no IAM here: every principal exists that looks like one, but those in the knob
/// `missing_principals`.
bool principal_exists(const Call& call, std::string_view principal);

/// Where Lake Formation has to ask IAM: the knob iam_throttle's refusal, which is IAM's throttling in an
/// InvalidInputException (seen at RegisterResource).
Result<void> ask_iam(Call& call);

/// Who calls, as grants name it: of an assumed role's session, the role.
std::string calling_principal(const Call& call);
/// The same for what CreatedBy holds.
std::string principal_of(std::string_view arn);

/// The account a principal is of; empty for the special ones.
std::string account_of(std::string_view principal);

/// Whether a right of `grantee` is a right of `principal`: it is the same one, or everybody of its account. A
/// session's ARN has lost its role's path, so roles are the same by name and account.
bool covers(std::string_view grantee, std::string_view principal);

}  // namespace lakemirror::local
