#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "journal/dynamodb/dynamo_journal.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/lease_errors.h"
#include "support/fake_dynamodb.h"

namespace lakemirror::journal::dynamodb {

/// A clock that goes as another one does, and shows another time.
class SkewedClock final : public Clock {
 public:
  SkewedClock(Clock& clock, Milliseconds ahead) : clock_(clock), ahead_(ahead) {}
  Time now() const override { return clock_.now() + ahead_; }
  void sleep_for(Milliseconds duration, std::stop_token stop) override { clock_.sleep_for(duration, stop); }

 private:
  Clock& clock_;
  Milliseconds ahead_;
};

/// One who may replicate, with all that it has of its own.
struct Replica {
  Replica(const std::shared_ptr<testing::FakeDynamoDb>& table, VirtualClock& time, Random& random,
          const std::string& name, Milliseconds ahead = {})
      : clock(time, ahead),
        journal(table, {.clock = clock, .random = random, .threads = 1}),
        lease(journal, clock, random, {.holder = name, .renews_itself = false, .uptime = [&time] {
                                         return time.now().time_since_epoch();
                                       }}) {}

  SkewedClock clock;
  DynamoJournal journal;
  DynamoLease lease;
};

class LeaseTest : public ::testing::Test {
 protected:
  static Time at(int seconds) { return Time(Seconds(1'790'000'000 + seconds)); }
  static model::Event event(const std::string& id, int seconds = 0) {
    return {.event_id = id,
            .event_time = at(seconds),
            .event_name = "CreateTable",
            .record = "{}",
            .feed = "lookup"};
  }
  static model::Outcome outcome(const std::string& id, const std::string& reason = "") {
    return {.event_id = id, .kind = model::OutcomeKind::replicated, .reason = reason};
  }
  model::Entry entry(const std::string& id) { return first.journal.find(id).value().value(); }

  VirtualClock time{at(0)};
  Random random{1};
  std::shared_ptr<testing::FakeDynamoDb> table = std::make_shared<testing::FakeDynamoDb>(time);
  Replica first{table, time, random, "first"};
  Replica second{table, time, random, "second"};
};

}  // namespace lakemirror::journal::dynamodb
