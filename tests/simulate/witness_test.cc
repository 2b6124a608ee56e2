#include "simulate/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/invocation.h"

namespace lakemirror::simulate {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr Time kBegin{std::chrono::sys_days{std::chrono::year{2026} / 9 / 1}};
constexpr const char* kTable = "database/sales/table/orders";

/// A history of changes to one table, each with the second it happens in, and what a Witness sees of it.
struct WitnessFixture {
  History history = {};
  Witness witness{history, Seconds(20)};

  void made(const std::string& request, const std::string& name, int second,
            const std::string& subject = kTable) {
    history.add({.at = kBegin + Seconds(second),
                 .step = {.event_name = name, .subject = subject},
                 .requests = {request}});
  }
  static model::Event event(const std::string& request, const std::string& more = {}) {
    return {.event_id = "e-" + request, .record = R"({"requestID":")" + request + '"' + more + "}"};
  }
  void arrives(const std::string& request, int second, const std::string& more = {}) {
    witness.tick_began();
    witness.arrived(event(request, more), kBegin + Seconds(second));
  }
  void handed_out(const std::string& request) {
    witness.handed_out(std::vector{model::Entry{.event = event(request)}});
  }
  using Saw = void (Witness::*)(const ObservedCall&);
  void saw(Saw saw, const std::string& operation, const char* input, const local::Reply& reply, int second,
           bool at_source) {
    const auto asked = parse_json(input)->get_object();
    (witness.*saw)({.operation = operation,
                    .input = asked,
                    .code = reply.code,
                    .message = reply.message,
                    .output = reply.output,
                    .at_source = at_source,
                    .age = reply.age,
                    .at = kBegin + Seconds(second)});
  }
  void reply(const std::string& operation, const char* input, const local::Reply& reply, int second,
             bool at_source = true) {
    saw(&Witness::saw_reply, operation, input, reply, second, at_source);
  }
  void answer(const std::string& operation, const char* input, const local::Reply& reply) {
    saw(&Witness::saw_answer, operation, input, reply, 1, true);
  }
  void lists(const std::vector<std::string>& requests, const char* input = "{}") {
    json::array events;
    for (const auto& request : requests) events.push_back(json::object{{"EventId", "e-" + request}});
    reply("LookupEvents", input, {.output = {{"Events", std::move(events)}}}, 0);
  }

  /// "fault, order" of each cell of the event name that counts.
  std::vector<std::string> cells(const std::string& name) const {
    Coverage coverage({name}), nothing({name});
    witness.tell(coverage);
    const auto empty = coverage.empty_cells();
    std::vector<std::string> out;
    for (const auto& cell : nothing.empty_cells()) {
      if (std::find(empty.begin(), empty.end(), cell) == empty.end())
        out.push_back(cell.substr(name.size() + 2));
    }
    return out;
  }
};

constexpr const char* kOrdersAsked = R"({"DatabaseName":"Sales","Name":"orders"})";

TEST(WitnessTest, AnEventThatComesInSoonAndAloneMeetsNothing) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.arrives("r1", 20);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, in order"));
}

TEST(WitnessTest, BeyondReadSettleIsLate) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.arrives("r1", 21);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("late, in order"));
}

TEST(WitnessTest, OfTheRecordItselfItReadsWhatIsMissingAndHowItIsWritten) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.made("r2", "CreateTable", 0, "database/sales/table/a");
  fixture.made("r3", "DeleteTable", 0, "database/sales/table/b");
  fixture.arrives("r1", 1, R"(,"requestParameters":{"omitted":"true"},"resources":[{"ARN":"arn:aws:glue"}])");
  fixture.arrives("r2", 1, R"(,"requestParameters":{"omitted":"true"})");
  fixture.arrives("r3", 1, R"(,"requestParameters":{"DatabaseName":"sales"})");
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("cut, in order"));
  EXPECT_THAT(fixture.cells("CreateTable"), UnorderedElementsAre("cut, in order", "nameless, in order"));
  EXPECT_THAT(fixture.cells("DeleteTable"), UnorderedElementsAre("casing, in order"));
}

TEST(WitnessTest, RefusedCallsDoNotCount) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.arrives("r1", 1, R"(,"errorCode":"EntityNotFoundException")");
  EXPECT_TRUE(fixture.cells("UpdateTable").empty());
}

TEST(WitnessTest, TwiceIsTwiceInTheListingThatBroughtIt) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.made("r2", "CreateTable", 0, "database/sales/table/a");
  fixture.lists({"r2", "r1"});
  fixture.lists({"r1"}, R"({"NextToken":"page 2"})");
  fixture.arrives("r1", 1);
  fixture.arrives("r2", 1);
  fixture.lists({"r2", "r2"});
  fixture.lists({"r2"});
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("twice, in order"));
  EXPECT_THAT(fixture.cells("CreateTable"), UnorderedElementsAre("none, in order"));
}

TEST(WitnessTest, ACallCountsForTheEntryInHandThatItServes) {
  const local::Reply throttled{.code = "ThrottlingException", .message = "Rate exceeded"};
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.arrives("r1", 1);
  fixture.answer("GetTable", kOrdersAsked, throttled);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, in order"));
  fixture.handed_out("r1");
  fixture.answer("GetTable", R"({"DatabaseName":"sales","Name":"other"})", throttled);
  fixture.answer("GetLFTag", R"({"TagKey":"orders"})", throttled);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, in order"));
  fixture.answer("GetTable", kOrdersAsked, throttled);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("throttled, in order"));
  fixture.witness.settled(std::vector{model::Outcome{.event_id = "e-r1"}});
  fixture.answer("GetTable", kOrdersAsked, {.code = "InternalServiceException"});
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("throttled, in order"));
}

TEST(WitnessTest, AnEntryOfABatchIsThrottledByIam) {
  WitnessFixture fixture;
  fixture.made("r1", "GrantPermissions", 0);
  fixture.arrives("r1", 1);
  fixture.handed_out("r1");
  const json::object error{{"ErrorCode", "InvalidInputException"},
                           {"ErrorMessage", "Rate exceeded (Service: AmazonIdentityManagement; ...)"}};
  const local::Reply reply{.output = {{"Failures", {json::object{{"Error", error}}}}}};
  fixture.answer("BatchGrantPermissions", "{}", reply);
  EXPECT_THAT(fixture.cells("GrantPermissions"), UnorderedElementsAre("throttled, in order"));
}

TEST(WitnessTest, AReadOfTheSourceIsStaleWhenItShowsTheTimeBefore) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 10);
  fixture.arrives("r1", 12);
  fixture.handed_out("r1");
  fixture.reply("GetTable", kOrdersAsked, {.age = Seconds(2)}, 12);
  fixture.reply("GetTable", kOrdersAsked, {.age = Seconds(3)}, 12, false);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, in order"));
  fixture.reply("GetTable", kOrdersAsked, {.age = Seconds(3)}, 12);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("stale, in order"));
}

TEST(WitnessTest, ACrashMeetsWhatIsInHand) {
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.made("r2", "CreateTable", 0, "database/sales/table/a");
  fixture.arrives("r1", 1);
  fixture.arrives("r2", 1);
  fixture.handed_out("r1");
  fixture.witness.process_died();
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("crash, in order"));
  EXPECT_THAT(fixture.cells("CreateTable"), UnorderedElementsAre("none, in order"));
}

TEST(WitnessTest, ANewerEventThatComesInFirstOvertakes) {
  WitnessFixture fixture;
  fixture.made("r1", "CreateTable", 0);
  fixture.made("r2", "UpdateTable", 2);
  fixture.arrives("r2", 3);
  fixture.arrives("r1", 4);
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, before an older one"));
  EXPECT_THAT(fixture.cells("CreateTable"), UnorderedElementsAre("none, after a newer one"));
}

TEST(WitnessTest, WhatComesInWithOnePullComesInTogether) {
  WitnessFixture fixture;
  fixture.made("r1", "CreateTable", 0);
  fixture.made("r2", "UpdateTable", 2);
  fixture.witness.tick_began();
  fixture.witness.arrived(WitnessFixture::event("r2"), kBegin + Seconds(3));
  fixture.witness.arrived(WitnessFixture::event("r1"), kBegin + Seconds(3));
  EXPECT_THAT(fixture.cells("UpdateTable"), UnorderedElementsAre("none, in order"));
  EXPECT_THAT(fixture.cells("CreateTable"), UnorderedElementsAre("none, in order"));
}

TEST(WitnessTest, ASecondIsSharedWithWhatConcernsTheSameObjectOnly) {
  WitnessFixture fixture;
  fixture.made("r1", "CreateTable", 0);
  fixture.made("r2", "UpdateTable", 0);
  fixture.made("r3", "DeleteTable", 0, "database/sales/table/other");
  for (const auto* request : {"r1", "r2", "r3"}) fixture.arrives(request, 1);
  EXPECT_THAT(fixture.cells("UpdateTable"),
              UnorderedElementsAre("none, in order", "none, in the same second"));
  EXPECT_THAT(fixture.cells("DeleteTable"), UnorderedElementsAre("none, in order"));
}

TEST(WitnessTest, AnEventIsOutlivedWhenItsObjectWentBeforeItCameIn) {
  constexpr const char* outlived = "none, after its object went or was made anew";
  WitnessFixture fixture;
  fixture.made("r1", "UpdateTable", 0);
  fixture.made("r2", "DeleteTable", 5);
  fixture.arrives("r1", 4);
  EXPECT_THAT(fixture.cells("UpdateTable"), Not(Contains(outlived)));
  WitnessFixture later;
  later.made("r1", "UpdateTable", 0);
  later.made("r2", "DeleteTable", 5);
  later.arrives("r1", 6);
  EXPECT_THAT(later.cells("UpdateTable"), IsSupersetOf({outlived}));
}

}  // namespace
}  // namespace lakemirror::simulate
