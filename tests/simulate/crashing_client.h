#pragma once

#include <functional>

#include "aws/client.h"
#include "simulate/crash_switch.h"

namespace lakemirror::simulate {

/// Passes calls on as long as the process lives. What fails in passing is tried again at once, up to `tries`
/// times in all, as the client over HTTP does after a pause.
class CrashingClient : public aws::Client {
 public:
  using Answer = Result<json::object>;
  /// Each may be empty.
  struct Ears {
    std::function<void(std::string_view line)> tried;  ///< every try, in a line for people
    std::function<void(std::string_view operation, const json::object& input, const Answer& answer)>
        answered;  ///< what the last try came to
  };
  CrashingClient(aws::Client& inner, CrashSwitch& crash, Ears ears, int tries)
      : inner_(inner), crash_(crash), ears_(std::move(ears)), tries_(tries) {}

  Answer call(api::Service service, std::string_view operation, const json::object& input) override;
  std::string_view region() const override { return inner_.region(); }

 private:
  Answer call_once(api::Service service, std::string_view operation, const json::object& input);

  aws::Client& inner_;
  CrashSwitch& crash_;
  Ears ears_;
  int tries_;
};

}  // namespace lakemirror::simulate
