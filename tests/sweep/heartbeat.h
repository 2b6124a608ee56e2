#pragma once

#include "base/clock.h"
#include "journal/dynamodb/dynamo_lease.h"

namespace lakemirror::sweep {

/// The clock of a process that has a lease: while it waits, the lease is renewed, as its thread does it.
class Heartbeat final : public Clock {
 public:
  explicit Heartbeat(VirtualClock& clock) : clock_(clock) {}
  void renew(journal::dynamodb::DynamoLease* lease) { lease_ = lease; }

  Time now() const override { return clock_.now(); }
  void sleep_for(Milliseconds duration, std::stop_token stop) override {
    constexpr Milliseconds between = Seconds(20);
    for (; duration.count() > 0 && !stop.stop_requested(); duration -= between) {
      clock_.advance(std::min(duration, between));
      // What it says shows when the lease is checked.
      if (lease_ != nullptr) (void)lease_->renew();
    }
  }

 private:
  VirtualClock& clock_;
  journal::dynamodb::DynamoLease* lease_ = nullptr;
};

}  // namespace lakemirror::sweep
