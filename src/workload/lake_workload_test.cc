#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "workload/administrator.h"
#include "workload/workload.h"

namespace lakemirror::workload {
namespace {

using ::testing::Contains;

/// Says yes to everything, shows settings with one administrator, and remembers what was asked of Lake
/// Formation.
class LakeClient : public aws::Client {
 public:
  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override {
    if (operation == "GetCallerIdentity") return json::object{{"Account", "1"}, {"Arn", "me"}};
    if (operation == "GetDataLakeSettings") return json::object{{"DataLakeSettings", settings}};
    if (service == api::Service::lakeformation) calls.emplace_back(std::string(operation), input);
    return json::object{};
  }
  std::string_view region() const override { return "eu-central-1"; }

  std::vector<json::object> of(std::string_view operation) const {
    std::vector<json::object> out;
    for (const auto& [name, input] : calls) {
      if (name == operation) out.push_back(input);
    }
    return out;
  }

  json::object settings = {
      {"DataLakeAdmins", json::array{json::object{{"DataLakePrincipalIdentifier", "other"}}}}};
  std::vector<std::pair<std::string, json::object>> calls;
};

LakeClient after_steps(std::uint64_t seed, int steps) {
  auto options = Options::hostile(seed).with_lake_formation(0.5);
  options.administrator = "me";
  LakeClient client;
  Workload workload(client, options);
  for (int i = 0; i < steps; ++i) EXPECT_TRUE(workload.step().has_value());
  return client;
}

std::vector<std::string> admins(const json::object& put) {
  std::vector<std::string> out;
  for (const auto& admin : put.at("DataLakeSettings").at("DataLakeAdmins").as_array())
    out.emplace_back(text_or(admin.as_object(), "DataLakePrincipalIdentifier"));
  return out;
}

TEST(LakeWorkloadTest, AboutTenPrincipalsAreGrantedEveryKindOfResource) {
  std::set<std::string> principals, members;
  for (const auto& grant : after_steps(1, 1000).of("GrantPermissions")) {
    principals.emplace(text_or(grant.at("Principal").as_object(), "DataLakePrincipalIdentifier"));
    for (const auto& [member, value] : grant.at("Resource").as_object()) members.emplace(member);
  }
  EXPECT_GE(principals.size(), 10u);
  EXPECT_EQ(members, (std::set<std::string>{"Catalog", "Database", "Table", "TableWithColumns",
                                            "DataLocation", "DataCellsFilter", "LFTag", "LFTagPolicy"}));
}

TEST(LakeWorkloadTest, APartOfAllChangesIsOfLakeFormation) {
  EXPECT_NEAR(static_cast<double>(after_steps(2, 1000).calls.size()), 500.0, 100.0);
}

TEST(LakeWorkloadTest, SomeBatchesHaveAnEntryThatFails) {
  std::size_t failing = 0;
  const auto batches = after_steps(3, 1000).of("BatchGrantPermissions");
  for (const auto& batch : batches)
    failing += json::serialize(batch).find("never-granted") != std::string::npos ? 1 : 0;
  EXPECT_GE(failing, batches.size() / 10);
  EXPECT_LE(failing, batches.size() / 2);
}

TEST(LakeWorkloadTest, TheAdministratorIsNeverPutOut) {
  const auto puts = after_steps(4, 1000).of("PutDataLakeSettings");
  ASSERT_GE(puts.size(), 5u);
  for (const auto& put : puts) EXPECT_THAT(admins(put), Contains("me"));
}

TEST(LakeWorkloadTest, WithoutOneNobodyElseBecomesAdministrator) {
  LakeClient client;
  Workload workload(client, Options::lively(1));
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(workload.step().has_value());
  for (const auto& put : client.of("PutDataLakeSettings")) EXPECT_TRUE(admins(put).empty());
}

TEST(AdministratorTest, JoinsThoseThereAre) {
  LakeClient client;
  EXPECT_EQ(become_administrator(client).value(), "me");
  ASSERT_EQ(client.calls.size(), 1u);
  EXPECT_EQ(admins(client.calls[0].second), (std::vector<std::string>{"other", "me"}));
}

TEST(AdministratorTest, ChangesNothingWhereItIsOneAlready) {
  LakeClient client;
  client.settings["DataLakeAdmins"] = json::array{json::object{{"DataLakePrincipalIdentifier", "me"}}};
  EXPECT_EQ(become_administrator(client).value(), "me");
  EXPECT_TRUE(client.calls.empty());
}

}  // namespace
}  // namespace lakemirror::workload
