#include "simulate/crashing_client.h"

namespace lakemirror::simulate {

Result<json::object> CrashingClient::call(api::Service service, std::string_view operation,
                                          const json::object& input) {
  const auto fate = crash_.step();
  if (fate == CrashSwitch::Fate::dies_before) return fail(CrashSwitch::error());
  ++calls_;
  auto answer = inner_.call(service, operation, input);
  if (fate == CrashSwitch::Fate::dies_after) return fail(CrashSwitch::error());
  return answer;
}

}  // namespace lakemirror::simulate
