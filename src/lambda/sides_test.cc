#include "lambda/sides.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "journal/lease_errors.h"
#include "journal/memory_journal.h"
#include "local/server.h"

namespace lakemirror::lambda {
namespace {

/// A lease that is held until it is lost, which may be after a pass has begun.
class LosableLease final : public journal::Lease {
 public:
  Result<bool> acquire() override { return true; }
  Result<void> check(Milliseconds needed) override {
    // Before a pass it is held yet: what counts is the moment before a call.
    if (!is_lost || needed == Milliseconds(0)) return {};
    return fail({.kind = kind,
                 .operation = "lease",
                 .code = std::string(journal::lease_lost_code),
                 .message = "lost"});
  }
  Result<void> begin_look() override { return {}; }
  Result<bool> release_if_unwanted() override { return true; }
  Result<void> release() override { return {}; }

  bool is_lost = false;
  ErrorKind kind = ErrorKind::retry;
};

class SidesTest : public testing::Test {
 protected:
  SidesTest() {
    ::setenv("AWS_ACCESS_KEY_ID", "test", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "test", 1);
    auto chosen = std::make_shared<config::Configuration>();
    chosen->source = {.region = "us-east-1", .endpoint = url()};
    chosen->target = {.region = "us-west-2", .endpoint = url()};
    chosen->lake_formation = false;
    chosen->read_settle = Seconds(0);
    configuration = chosen;
    const auto source = sides().source();
    EXPECT_TRUE(source && (*source)->call(api::Service::glue, "CreateDatabase",
                                          {{"DatabaseInput", json::object{{"Name", "sales"}}}}));
    const model::Event created{
        .event_id = "e1",
        .event_time = system_clock().now(),
        .event_name = "CreateDatabase",
        .event_source = "glue.amazonaws.com",
        .record = R"({"awsRegion":"us-east-1","requestParameters":{"databaseInput":{"name":"sales"}}})"};
    EXPECT_TRUE(journal.append(std::vector{created}, system_clock().now()));
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
  Sides& sides() {
    if (!sides_)
      sides_.emplace(configuration, journal, pipeline::Guards{.lease = &lease}, system_clock(), random,
                     std::stop_token());
    return *sides_;
  }
  bool target_has_it() const {
    return json::serialize(aws.dump("", "us-west-2")).find("sales") != std::string::npos;
  }

  local::Aws aws{{}};
  std::unique_ptr<local::Server> server = std::move(local::Server::start(aws, "127.0.0.1", 0)).value();
  std::shared_ptr<const config::Configuration> configuration;
  journal::MemoryJournal journal;
  LosableLease lease;
  Random random{1};

 private:
  std::optional<Sides> sides_;
};

TEST_F(SidesTest, ChangeNothingOnceTheLeaseIsLost) {
  lease.is_lost = true;
  const auto pass = sides().replicate({});
  ASSERT_FALSE(pass);
  EXPECT_EQ(pass.error().code, journal::lease_lost_code);
  EXPECT_FALSE(target_has_it());
  lease.is_lost = false;
  ASSERT_TRUE(sides().replicate({}));
  EXPECT_TRUE(target_has_it());
}

TEST_F(SidesTest, ParkNothingForWantOfTheLease) {
  lease.is_lost = true;
  lease.kind = ErrorKind::denied;
  ASSERT_FALSE(sides().replicate({}));
  EXPECT_EQ(journal.counts()->parked, 0u);
  EXPECT_EQ(journal.counts()->pending, 1u);
}

TEST_F(SidesTest, TakeUpWhatAnotherReplicatorLeftInTheJournal) {
  ASSERT_TRUE(sides().replicate({}));
  ASSERT_TRUE(journal.set_value("owed_subtrees", R"(["database/sales"])"));
  ASSERT_TRUE(sides().replicate({}));
  EXPECT_EQ(journal.value("owed_subtrees")->value(), "[]");
}

TEST_F(SidesTest, OnOnePlaceAreRefused) {
  auto same = std::make_shared<config::Configuration>(*configuration);
  same->target.region = "us-east-1";
  Sides one_place(same, journal, {.lease = &lease}, system_clock(), random, {});
  const auto pass = one_place.replicate({});
  ASSERT_FALSE(pass);
  EXPECT_EQ(pass.error().code, "OnePlace");
}

}  // namespace
}  // namespace lakemirror::lambda
