#include "aws/user_agent.h"

namespace lakemirror::aws {

std::string_view user_agent() { return "lakemirror/" LAKEMIRROR_VERSION; }

}  // namespace lakemirror::aws
