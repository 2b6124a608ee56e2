#include "lambda/pull.h"

#include <gtest/gtest.h>

#include "feed/memory_intake.h"

namespace lakemirror::lambda {
namespace {

/// A source whose call ends without an answer.
class SilentTrail final : public aws::Client {
 public:
  Result<json::object> call(api::Service, std::string_view operation, const json::object&) override {
    if (at_call) at_call();
    return fail({.kind = ErrorKind::retry,
                 .operation = "cloudtrail:" + std::string(operation),
                 .message = "not answered"});
  }
  std::string_view region() const override { return "us-east-1"; }

  std::function<void()> at_call;
};

class PullTest : public testing::Test {
 protected:
  Result<json::value> pull_once() {
    return pull({invocation, stop.get_token(), clock, figures}, trail, intake, feed::LookupSettings());
  }

  Invocation invocation{.request_id = "r"};
  std::stop_source stop;
  VirtualClock clock{Time(Seconds(1'790'000'000))};
  Figures figures;
  feed::MemoryIntake intake;
  SilentTrail trail;
};

TEST_F(PullTest, ACallCutOffByTheStopIsNoFailure) {
  trail.at_call = [this] { stop.request_stop(); };
  const auto answer = pull_once();
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_FALSE(answer->at("complete").as_bool());
}

TEST_F(PullTest, ASourceThatDoesNotAnswerFailsTheInvocation) { EXPECT_FALSE(pull_once()); }

}  // namespace
}  // namespace lakemirror::lambda
