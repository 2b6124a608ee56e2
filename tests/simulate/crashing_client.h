#pragma once

#include "aws/client.h"
#include "simulate/crash_switch.h"

namespace lakemirror::simulate {

/// Passes calls on as long as the process lives.
class CrashingClient : public aws::Client {
 public:
  CrashingClient(aws::Client& inner, CrashSwitch& crash) : inner_(inner), crash_(crash) {}

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return inner_.region(); }

  std::uint64_t calls() const { return calls_; }

 private:
  aws::Client& inner_;
  CrashSwitch& crash_;
  std::uint64_t calls_ = 0;
};

}  // namespace lakemirror::simulate
