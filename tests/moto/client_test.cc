// Drives the AWS client against moto's server, a stand-in for AWS written by others. Started by with_moto.py,
// which says where that server is in LAKEMIRROR_MOTO_URL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "aws/account.h"
#include "aws/connect.h"

namespace lakemirror::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto glue = api::Service::glue;

class MotoTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("LAKEMIRROR_MOTO_URL");
    ASSERT_NE(url, nullptr) << "run this program through with_moto.py";
    options_.endpoint = url;
    client_ = connect(options_).value();
    // Tests share one server: each has a database of its own name.
    database_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    for (char& c : database_) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }

  Result<json::object> call(std::string_view operation, const json::object& input) {
    return client_->call(glue, operation, input);
  }
  json::object must(std::string_view operation, const json::object& input) {
    auto output = call(operation, input);
    EXPECT_TRUE(output) << output.error().text();
    return output.value_or(json::object());
  }
  Error error_of(std::string_view operation, const json::object& input) {
    auto output = call(operation, input);
    EXPECT_FALSE(output) << operation << " gave " << json::serialize(output.value_or(json::object()));
    return output ? Error() : output.error();
  }
  void create_database() { must("CreateDatabase", {{"DatabaseInput", {{"Name", database_}}}}); }
  json::object in_database(json::object rest) const {
    rest["DatabaseName"] = database_;
    return rest;
  }
  json::object in_table(json::object rest) const {
    rest["TableName"] = "orders";
    return in_database(std::move(rest));
  }
  void create_table() {
    create_database();
    must("CreateTable",
         in_database({{"TableInput",
                       {{"Name", "orders"}, {"PartitionKeys", {{{"Name", "year"}, {"Type", "string"}}}}}}}));
  }

  Random random_{entropy_seed()};
  ClientOptions options_{.clock = system_clock(),
                         .random = random_,
                         .region = "eu-west-1",
                         .environment = [](const std::string& name) -> std::optional<std::string> {
                           if (name == "AWS_ACCESS_KEY_ID") return "AKIAIOSFODNN7EXAMPLE";
                           if (name == "AWS_SECRET_ACCESS_KEY") return "hush";
                           return std::nullopt;
                         }};
  std::unique_ptr<HttpClient> client_;
  std::string database_;
};

TEST_F(MotoTest, ADatabaseIsCreatedReadUpdatedAndDeleted) {
  must("CreateDatabase", {{"DatabaseInput", {{"Name", database_}, {"Description", "größe 数据"}}}});
  const json::object read = must("GetDatabase", {{"Name", database_}});
  EXPECT_EQ(read.at("Database").at("Description"), "größe 数据");
  EXPECT_TRUE(read.at("Database").at("CreateTime").is_number());
  must("UpdateDatabase",
       {{"Name", database_}, {"DatabaseInput", {{"Name", database_}, {"LocationUri", "s3://b/p"}}}});
  EXPECT_EQ(must("GetDatabase", {{"Name", database_}}).at("Database").at("LocationUri"), "s3://b/p");
  const Error again = error_of("CreateDatabase", {{"DatabaseInput", {{"Name", database_}}}});
  EXPECT_EQ(again.kind, ErrorKind::exists) << again.text();
  must("DeleteDatabase", {{"Name", database_}});
  const Error gone = error_of("GetDatabase", {{"Name", database_}});
  EXPECT_EQ(gone.kind, ErrorKind::missing) << gone.text();
  EXPECT_EQ(gone.operation, "glue:GetDatabase");
}

TEST_F(MotoTest, ATableIsCreatedReadUpdatedAndDeleted) {
  create_database();
  const json::object columns{{"Columns", {{{"Name", "id"}, {"Type", "bigint"}}}},
                             {"Location", "s3://b/orders"}};
  json::object table{{"Name", "orders"}, {"StorageDescriptor", columns}, {"Parameters", {{"k", "v"}}}};
  must("CreateTable", in_database({{"TableInput", table}}));
  const json::object read = must("GetTable", in_database({{"Name", "orders"}})).at("Table").as_object();
  EXPECT_EQ(read.at("StorageDescriptor"), columns);
  EXPECT_EQ(read.at("Parameters"), (json::object{{"k", "v"}}));
  table["Parameters"] = json::object{{"other", "w"}};
  must("UpdateTable", in_database({{"TableInput", table}, {"SkipArchive", true}}));
  EXPECT_EQ(must("GetTable", in_database({{"Name", "orders"}})).at("Table").at("Parameters"),
            (json::object{{"other", "w"}}));
  EXPECT_EQ(error_of("CreateTable", in_database({{"TableInput", table}})).kind, ErrorKind::exists);
  must("DeleteTable", in_database({{"Name", "orders"}}));
  // AWS says "Entity Not Found" here, moto "Table orders not found.": the code alone decides.
  const Error gone = error_of("GetTable", in_database({{"Name", "orders"}}));
  EXPECT_EQ(gone.kind, ErrorKind::missing) << gone.text();
}

TEST_F(MotoTest, TablesOfAMissingDatabaseAreMissingInEveryCall) {
  for (const char* operation : {"GetTables", "CreateTable", "DeleteTable", "UpdateTable"}) {
    const Error error =
        error_of(operation, {{"DatabaseName", "nowhere"}, {"Name", "t"}, {"TableInput", {{"Name", "t"}}}});
    EXPECT_EQ(error.kind, ErrorKind::missing) << error.text();
  }
}

TEST_F(MotoTest, ListingsEnd) {
  create_database();
  for (const char* name : {"a", "b", "c"})
    must("CreateTable", in_database({{"TableInput", {{"Name", name}}}}));
  std::vector<std::string> names;
  const auto done = for_each_page(*client_, glue, "GetTables", in_database({{"MaxResults", 2}}),
                                  [&](json::object& page) -> Result<bool> {
                                    for (const auto& table : page.at("TableList").as_array()) {
                                      names.emplace_back(table.at("Name").as_string());
                                    }
                                    return true;
                                  });
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
}

TEST_F(MotoTest, TablesAreDeletedInBatchesThatNameWhatFailed) {
  create_table();
  const json::object output =
      must("BatchDeleteTable", in_database({{"TablesToDelete", json::array{"orders", "missing"}}}));
  const json::array& errors = output.at("Errors").as_array();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].at("TableName"), "missing");
  EXPECT_EQ(errors[0].at("ErrorDetail").at("ErrorCode"), "EntityNotFoundException");
}

TEST_F(MotoTest, APartitionIsCreatedReadUpdatedAndDeleted) {
  create_table();
  const json::array values{"2026"};
  must("CreatePartition", in_table({{"PartitionInput", {{"Values", values}, {"Parameters", {{"n", "1"}}}}}}));
  EXPECT_EQ(error_of("CreatePartition", in_table({{"PartitionInput", {{"Values", values}}}})).kind,
            ErrorKind::exists);
  must("UpdatePartition", in_table({{"PartitionValueList", values},
                                    {"PartitionInput", {{"Values", values}, {"Parameters", {{"n", "2"}}}}}}));
  EXPECT_EQ(must("GetPartition", in_table({{"PartitionValues", values}})).at("Partition").at("Parameters"),
            (json::object{{"n", "2"}}));
  must("DeletePartition", in_table({{"PartitionValues", values}}));
  EXPECT_EQ(error_of("GetPartition", in_table({{"PartitionValues", values}})).kind, ErrorKind::missing);
  EXPECT_EQ(error_of("DeletePartition", in_table({{"PartitionValues", values}})).kind, ErrorKind::missing);
}

TEST_F(MotoTest, PartitionBatchesNameWhatFailed) {
  create_table();
  const auto values = [](const char* year) { return json::object{{"Values", json::array{year}}}; };
  must("BatchCreatePartition",
       in_table({{"PartitionInputList", json::array{values("2025"), values("2026")}}}));
  const json::object created =
      must("BatchCreatePartition",
           in_table({{"PartitionInputList", json::array{values("2026"), values("2027")}}}));
  ASSERT_EQ(created.at("Errors").as_array().size(), 1u);
  EXPECT_EQ(created.at("Errors").at(0).at("ErrorDetail").at("ErrorCode"), "AlreadyExistsException");

  const auto entry = [&](const char* year) {
    return json::object{{"PartitionValueList", json::array{year}}, {"PartitionInput", values(year)}};
  };
  const json::object updated =
      must("BatchUpdatePartition", in_table({{"Entries", json::array{entry("2026"), entry("1999")}}}));
  EXPECT_EQ(updated.at("Errors").at(0).at("PartitionValueList"), json::array{"1999"});

  const json::object got =
      must("BatchGetPartition", in_table({{"PartitionsToGet", json::array{values("2027"), values("1999")}}}));
  EXPECT_EQ(got.at("Partitions").as_array().size(), 1u);

  const json::object deleted =
      must("BatchDeletePartition",
           in_table({{"PartitionsToDelete", json::array{values("2025"), values("1999")}}}));
  EXPECT_EQ(deleted.at("Errors").at(0).at("ErrorDetail").at("ErrorCode"), "EntityNotFoundException");
  EXPECT_EQ(must("GetPartitions", in_table({})).at("Partitions").as_array().size(), 2u);
}

TEST_F(MotoTest, ACallThatTheServerBreaksOnIsRetriedAndThenReported) {
  options_.max_attempts = 2;
  client_ = connect(options_).value();
  const auto output =
      client_->call(api::Service::cloudtrail, "LookupEvents", {});  // moto has no LookupEvents
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::retry) << output.error().text();
  EXPECT_EQ(client_->statistics().at("cloudtrail:LookupEvents").retries, 1u);
}

TEST_F(MotoTest, TheAccountIsTheOneOfTheKeys) { EXPECT_EQ(identity_of(*client_)->account, "123456789012"); }

TEST_F(MotoTest, ARoleIsAssumedAndSignsTheCalls) {
  options_.role_arn = "arn:aws:iam::210987654321:role/replicator";
  client_ = connect(options_).value();
  const auto credentials = client_->credentials();
  ASSERT_TRUE(credentials) << credentials.error().text();
  EXPECT_FALSE(credentials->session_token.empty());
  EXPECT_TRUE(credentials->expires_at && *credentials->expires_at > system_clock().now() + Seconds(1800));
  // moto serves the account of the role, so what follows shows that its credentials signed.
  EXPECT_EQ(identity_of(*client_)->account, "210987654321");
  create_database();
}

TEST_F(MotoTest, ObjectsComeBackFromS3AsTheyWerePut) {
  const auto s3 = connect_s3(options_).value();
  for (const std::string key : {"plain.conf", "year=2026/a b%20+ü.json"}) {
    ASSERT_FALSE(s3->get_object("lake", key));
    // The bucket is with_moto.py's.
    const auto put = s3->put_object("lake", key, "größe = 1\n");
    ASSERT_TRUE(put) << put.error().text();
    EXPECT_EQ(s3->get_object("lake", key).value(), "größe = 1\n");
    EXPECT_EQ(s3->head_object("lake", key)->size, 12u);
  }
  EXPECT_EQ(s3->get_object("lake", "missing").error().code, "NoSuchKey");
  EXPECT_EQ(s3->get_object("no-such-bucket", "k").error().kind, ErrorKind::missing);
  EXPECT_EQ(s3->head_object("lake", "missing").error().kind, ErrorKind::missing);
}

}  // namespace
}  // namespace lakemirror::aws
