// What the knobs make go wrong between a call and its answer.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

constexpr std::string_view make_database = R"({"DatabaseInput":{"Name":"d"}})";
constexpr std::string_view get_database = R"({"Name":"d"})";

TEST(StaleReads, AnswerFromThePastAndNoFurtherThanAllowed) {
  TestAws test({.stale_read = 1, .stale_for = Milliseconds(5000)});
  test.glue("CreateDatabase", make_database);
  test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t","Owner":"old"}})");
  test.clock.advance(Milliseconds(6000));
  test.glue("UpdateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t","Owner":"new"}})");
  test.clock.advance(Milliseconds(2500));
  std::map<std::string, int> seen;
  for (int i = 0; i < 200; ++i) {
    const Reply reply = test.glue("GetTable", R"({"DatabaseName":"d","Name":"t"})");
    ASSERT_EQ(error_of(reply), "");
    EXPECT_EQ(reply.output.at("Table").at("Owner") == "old", reply.age > Milliseconds(2500));
    ++seen[std::string(reply.output.at("Table").at("Owner").as_string())];
  }
  EXPECT_GT(seen["old"], 50);
  EXPECT_GT(seen["new"], 50);
  test.clock.advance(Milliseconds(2501));
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(test.glue("GetTable", R"({"DatabaseName":"d","Name":"t"})").output.at("Table").at("Owner"),
              "new");
  }
}

TEST(ShortPages, HoldFewerThanWereAskedForAndLeaveNothingOut) {
  TestAws test({.short_pages = 1});
  test.glue("CreateDatabase", make_database);
  for (int i = 0; i < 12; ++i)
    test.glue("CreateTable", fmt::format(R"({{"DatabaseName":"d","TableInput":{{"Name":"t{}"}}}})", i));
  std::set<std::string> names;
  std::string token;
  do {
    const Reply page =
        test.glue("GetTables", fmt::format(R"({{"DatabaseName":"d","NextToken":"{}"}})", token));
    ASSERT_EQ(error_of(page), "");
    const auto& tables = page.output.at("TableList").as_array();
    EXPECT_LE(tables.size(), 5u);
    for (const auto& table : tables) names.emplace(table.at("Name").as_string());
    token = text_or(page.output, "NextToken");
  } while (!token.empty());
  EXPECT_EQ(names.size(), 12u);
}

TEST(StaleReads, ShowWhatIsDeletedAndHideWhatIsNewInListsToo) {
  TestAws test({.stale_read = 1, .stale_for = Milliseconds(1000)});
  test.glue("CreateDatabase", make_database);
  test.glue("CreateTable",
            R"({"DatabaseName":"d","TableInput":{"Name":"t","PartitionKeys":[{"Name":"p"}]}})");
  test.clock.advance(Milliseconds(2000));
  test.glue("CreatePartition", R"({"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["1"]}})");
  test.clock.advance(Milliseconds(500));
  bool hidden = false, shown = false;
  for (int i = 0; i < 100; ++i) {
    const auto found = test.glue("GetPartitions", R"({"DatabaseName":"d","TableName":"t"})")
                           .output.at("Partitions")
                           .as_array()
                           .size();
    (found == 0 ? hidden : shown) = true;
  }
  EXPECT_TRUE(hidden && shown);
  test.clock.advance(Milliseconds(2000));
  test.glue("DeleteDatabase", get_database);
  test.clock.advance(Milliseconds(500));
  bool gone = false, partition_remembered = false;
  for (int i = 0; i < 100; ++i) {
    const Reply reply =
        test.glue("GetPartition", R"({"DatabaseName":"d","TableName":"t","PartitionValues":["1"]})");
    (reply.ok() ? partition_remembered : gone) = true;
  }
  EXPECT_TRUE(gone && partition_remembered);
}

TEST(StaleReads, DoNotTouchChangesOrTheDump) {
  TestAws test({.stale_read = 1, .stale_for = Milliseconds(1000)});
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(error_of(test.glue("CreateDatabase", make_database)), "");
    ASSERT_TRUE(test.aws.dump("", "us-east-1").at("databases").as_object().contains("d"));
    ASSERT_EQ(test.glue("CreateDatabase", make_database).code, "AlreadyExistsException");
    ASSERT_EQ(error_of(test.glue("DeleteDatabase", get_database)), "");
    test.clock.advance(Milliseconds(10));
  }
}

TEST(InjectedErrors, AreOnesTheOperationModels) {
  TestAws test({.inject_error = 1});
  std::map<std::string, int> seen;
  for (int i = 0; i < 100; ++i) ++seen[test.glue("CreateDatabase", make_database).code];
  seen.erase("AlreadyExistsException");  // since a timeout may have taken effect
  EXPECT_EQ(seen.size(), 3u);
  for (const char* code :
       {"InternalServiceException", "OperationTimeoutException", "ConcurrentModificationException"}) {
    EXPECT_GT(seen[code], 0) << code;
  }
  seen.clear();
  for (int i = 0; i < 100; ++i) ++seen[test.glue("GetDatabase", get_database).code];
  EXPECT_EQ(seen.size(), 2u);  // a read conflicts with nothing
}

TEST(InjectedErrors, MayHaveTakenEffect) {
  TestAws test({.inject_error = 1});
  while (!test.aws.dump("", "us-east-1").at("databases").as_object().contains("d")) {
    ASSERT_FALSE(test.glue("CreateDatabase", make_database).ok());
  }
  ASSERT_TRUE(test.aws.set_knobs({{"inject_error", 0}}));
  const Reply found = test.lookup(
      R"({"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"CreateDatabase"}],"MaxResults":1})");
  const auto record = parse_json(found.output.at("Events").at(0).at("CloudTrailEvent").as_string()).value();
  EXPECT_EQ(record.at("errorCode"), "OperationTimeoutException");
  EXPECT_FALSE(record.as_object().contains("resources"));
}

TEST(InjectedErrors, KeepToTheNamedOperations) {
  TestAws test({.inject_error = 1, .inject_operations = {"DeleteDatabase"}});
  EXPECT_TRUE(test.glue("CreateDatabase", make_database).ok());
  EXPECT_FALSE(test.glue("DeleteDatabase", get_database).ok());
}

TEST(Policies, DenyTheNamedOperationsAlone) {
  TestAws test({.deny_operations = {"DeleteDatabase"}});
  EXPECT_TRUE(test.glue("CreateDatabase", make_database).ok());
  const auto denied = test.glue("DeleteDatabase", get_database);
  EXPECT_EQ(denied.code, "AccessDeniedException");
  EXPECT_THAT(denied.message, testing::HasSubstr("not authorized to perform: glue:DeleteDatabase"));
}

TEST(Rates, ThrottleEachOperationByItself) {
  TestAws test({.call_rate = 3});
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(test.glue("GetDatabase", get_database).code, "EntityNotFoundException");
  EXPECT_EQ(error_of(test.glue("GetDatabase", get_database)), "ThrottlingException: Rate exceeded");
  EXPECT_TRUE(test.glue("CreateDatabase", make_database).ok());
  test.clock.advance(Milliseconds(334));
  EXPECT_TRUE(test.glue("GetDatabase", get_database).ok());
  EXPECT_EQ(test.glue("GetDatabase", get_database).code, "ThrottlingException");
}

TEST(Rates, OfLookupEventsAreThoseOfAwsOnAServer) {
  TestAws test(Knobs::for_server());
  EXPECT_TRUE(test.lookup().ok());
  EXPECT_TRUE(test.lookup().ok());
  EXPECT_EQ(test.lookup().code, "ThrottlingException");
  EXPECT_TRUE(test.lookup("{}", "us-west-2").ok());  // each Region has its own
  test.clock.advance(Milliseconds(500));
  EXPECT_TRUE(test.lookup().ok());
}

TEST(Latency, IsSpentOnTheClock) {
  TestAws test({.latency = Milliseconds(250)});
  const Time before = test.clock.now();
  test.glue("GetDatabases", "{}");
  EXPECT_EQ(test.clock.now() - before, Milliseconds(250));
}

TEST(Seeds, MakeTheSameMishapsInTheSamePlaces) {
  const auto run = [](std::uint64_t seed) {
    TestAws test({.throttle = 0.3, .inject_error = 0.3, .seed = seed});
    std::string seen;
    for (int i = 0; i < 50; ++i) {
      seen += test.glue("CreateDatabase", make_database).code + ";";
      seen += test.glue("DeleteDatabase", get_database).request_id + ";";
    }
    return seen;
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

TEST(Reset, EmptiesAndBeginsAgain) {
  TestAws test({.throttle = 0.5});
  const auto run = [&] {
    std::string seen;
    for (int i = 0; i < 20; ++i) seen += test.glue("CreateDatabase", make_database).request_id + ";";
    return seen;
  };
  const std::string first = run();
  test.aws.reset();
  EXPECT_TRUE(test.aws.dump("", "us-east-1").at("databases").as_object().empty());
  EXPECT_EQ(run(), first);
}

}  // namespace
}  // namespace lakemirror::local
