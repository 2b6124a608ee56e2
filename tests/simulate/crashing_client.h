#pragma once

#include <functional>

#include "aws/client.h"
#include "simulate/crash_switch.h"

namespace lakemirror::simulate {

/// Passes calls on as long as the process lives. What fails in passing is tried again at once, up to `tries`
/// times in all, as the client over HTTP does after a pause.
class CrashingClient : public aws::Client {
 public:
  using OnCall = std::function<void(std::string_view line)>;
  /// `on_call` is told of every call that was made, in a line for people; it may be empty.
  CrashingClient(aws::Client& inner, CrashSwitch& crash, OnCall on_call, int tries)
      : inner_(inner), crash_(crash), on_call_(std::move(on_call)), tries_(tries) {}

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return inner_.region(); }

 private:
  Result<json::object> call_once(api::Service service, std::string_view operation, const json::object& input);

  aws::Client& inner_;
  CrashSwitch& crash_;
  OnCall on_call_;
  int tries_;
};

}  // namespace lakemirror::simulate
