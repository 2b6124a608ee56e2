#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "translate/record.h"

namespace lakemirror::translate {

/// How to tell what a replicator of the other direction did at the source, which copies from our target, from
/// what everybody else did there. Anybody can send a user agent, and a person may assume the role: it takes
/// both. What was copied from a third place is news, and is none of these.
struct OwnCalls {
  std::string product = {};             ///< how the user agent begins; empty: nothing is recognised
  std::string copies_from_target = {};  ///< and a word of it
  std::function<bool(std::string_view arn)> is_replicator = {};  ///< of a user's ARN, or a session's role's
};

/// Why a call of the other direction's is ignored; absent for everybody else's.
std::optional<std::string> reason_of_own_call(const Record& record, const OwnCalls& own);

}  // namespace lakemirror::translate
