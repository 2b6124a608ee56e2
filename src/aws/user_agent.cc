#include "aws/user_agent.h"

namespace lakemirror::aws {

std::string_view user_agent() { return "lakemirror/" LAKEMIRROR_VERSION; }

std::string_view product() {
  const auto agent = user_agent();
  return agent.substr(0, agent.find('/') + 1);
}

std::string copies_from(std::string_view account, std::string_view region) {
  return "from/" + std::string(account) + "." + std::string(region);
}

}  // namespace lakemirror::aws
