#include "apply/grant_batch.h"

#include <gmock/gmock.h>

#include <mutex>
#include <set>

#include "apply/governance_applier.h"
#include "aws/error.h"
#include "support/local_side.h"

namespace lakemirror::apply {
namespace {

using test_support::LocalSide;

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::ResultKind;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* on_orders = R"({"Table":{"DatabaseName":"sales","Name":"orders"}})";
constexpr const char* columns_a =
    R"({"TableWithColumns":{"DatabaseName":"sales","Name":"orders","ColumnNames":["a"]}})";

Change change(ChangeKind kind, const std::string& role, const std::string& permissions,
              std::string_view resource = on_orders,
              const std::string& subject = "database/sales/table/orders") {
  const std::string principal = "arn:aws:iam::123456789012:role/" + role;
  json::object body{{"Principal", {{"DataLakePrincipalIdentifier", principal}}}};
  body["Resource"] = parse_json(resource).value();
  body["Permissions"] = parse_json(permissions).value();
  return {.kind = kind, .key = Key::grants(principal, subject), .body = std::move(body)};
}
Change grant(const std::string& role, const std::string& permissions = R"(["SELECT"])") {
  return change(ChangeKind::create, role, permissions);
}
Change revoke(const std::string& role, const std::string& permissions = R"(["SELECT"])") {
  return change(ChangeKind::remove, role, permissions);
}

class GrantBatchTest : public testing::Test {
 protected:
  GrantBatchTest() { side.make_tables(); }
  std::vector<ChangeResult> apply(const std::vector<Change>& changes, std::size_t threads = 1) {
    side.forget_asked();
    return GovernanceApplier(side, LocalSide::account).apply(changes, threads);
  }
  std::vector<ResultKind> kinds(const std::vector<Change>& changes, std::size_t threads = 1) {
    std::vector<ResultKind> out;
    for (const auto& result : apply(changes, threads)) out.push_back(result.kind);
    return out;
  }
  std::string held() { return json::serialize(side.lake_dump().at("grants")); }
  void fail_items(std::string failures) {
    side.intercept = [failures](std::string_view,
                                const json::object&) -> std::optional<Result<json::object>> {
      return parse_json(R"({"Failures":[)" + failures + "]}").value().get_object();
    };
  }
  static std::string failure(int id, const std::string& code, const std::string& message) {
    return R"({"RequestEntry":{"Id":")" + std::to_string(id) + R"("},"Error":{"ErrorCode":")" + code +
           R"(","ErrorMessage":")" + message + R"("}})";
  }

  LocalSide side;
};

TEST_F(GrantBatchTest, ManyGrantsGoInCallsOfTwenty) {
  for (const std::size_t threads : {1u, 4u}) {
    std::vector<Change> grants, revokes;
    for (int i = 0; i < 45; ++i) {
      grants.push_back(grant("r" + std::to_string(i)));
      revokes.push_back(revoke("r" + std::to_string(i)));
    }
    EXPECT_THAT(kinds(grants, threads), Each(ResultKind::created));
    EXPECT_THAT(side.asked(), testing::AllOf(testing::SizeIs(3), Each("BatchGrantPermissions")));
    EXPECT_THAT(held(), HasSubstr("role/r44"));
    EXPECT_THAT(kinds(revokes, threads), Each(ResultKind::deleted));
    EXPECT_EQ(held().find("role/r"), std::string::npos);
  }
}

TEST_F(GrantBatchTest, ChangesOfOneKeyGoInTheirOrder) {
  EXPECT_THAT(
      kinds({grant("x", R"(["SELECT","INSERT"])"), revoke("x", R"(["INSERT"])"), grant("x", R"(["DROP"])"),
             grant("y")}),
      ElementsAre(ResultKind::created, ResultKind::deleted, ResultKind::created, ResultKind::created));
  EXPECT_THAT(side.asked(),
              ElementsAre("BatchGrantPermissions", "BatchRevokePermissions", "BatchGrantPermissions"));
  EXPECT_EQ(held().find("INSERT"), std::string::npos);
}

TEST_F(GrantBatchTest, ABatchRefusedAsAWholeForWhatIsMissingIsSentOneByOne) {
  apply({grant("x"), grant("y")});
  side.intercept = [](std::string_view, const json::object& input) -> std::optional<Result<json::object>> {
    if (input.at("Entries").as_array().size() < 2) return std::nullopt;
    return fail(
        aws::make_error("lakeformation:BatchRevokePermissions", 400, "EntityNotFoundException", "?", "r"));
  };
  EXPECT_THAT(kinds({revoke("x"), revoke("y")}), Each(ResultKind::deleted));
  EXPECT_EQ(held().find("role/x"), std::string::npos);
}

TEST(GrantWaves, NoBatchHasAKeyTwiceAndTheFrontOnlyRevokes) {
  std::vector<Change> changes;
  for (int i = 0; i < 25; ++i) changes.push_back(revoke("r" + std::to_string(i)));
  changes.push_back(revoke("r0", R"(["DROP"])"));
  for (int i = 0; i < 25; ++i) changes.push_back(grant("r" + std::to_string(i % 20)));
  changes.push_back(revoke("r24"));
  const auto waves = grant_waves(changes);
  std::map<std::size_t, std::size_t> wave_of;
  for (std::size_t wave = 0; wave < waves.size(); ++wave) {
    for (const auto& batch : waves[wave]) {
      EXPECT_LE(batch.changes.size(), 20u);
      for (const std::size_t i : batch.changes) {
        EXPECT_EQ(batch.revokes, changes[i].kind == ChangeKind::remove);
        EXPECT_TRUE(wave_of.emplace(i, wave).second);
      }
    }
  }
  ASSERT_EQ(wave_of.size(), changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    for (std::size_t j = i + 1; j < changes.size(); ++j) {
      const bool waits =
          changes[i].key == changes[j].key || (i < 26 && changes[j].kind == ChangeKind::create);
      EXPECT_TRUE(!waits || wave_of[i] < wave_of[j]) << i << ' ' << j;
    }
  }
}

TEST_F(GrantBatchTest, AnItemThatAnotherTryMayMendIsSentAgainAtOnceAndAlone) {
  constexpr const char* throttled =
      "Rate exceeded (Service: AmazonIdentityManagement; Error Code: Throttling)";
  const auto fail_first = [&](int calls, const std::string& failures) {
    side.intercept = [calls, failures](std::string_view,
                                       const json::object&) mutable -> std::optional<Result<json::object>> {
      if (calls-- <= 0) return std::nullopt;
      return parse_json(R"({"Failures":[)" + failures + "]}").value().get_object();
    };
  };
  // The answer says of the first that it was done, though nothing was: only the second may be sent again.
  fail_first(1, failure(1, "InvalidInputException", throttled));
  EXPECT_THAT(kinds({grant("a"), grant("b")}), Each(ResultKind::created));
  EXPECT_THAT(side.asked(), ElementsAre("BatchGrantPermissions", "BatchGrantPermissions"));
  EXPECT_THAT(held(), testing::AllOf(HasSubstr("role/b"), testing::Not(HasSubstr("role/a"))));

  fail_first(2, failure(0, "ConcurrentModificationException", "?"));
  EXPECT_THAT(kinds({revoke("b")}), ElementsAre(ResultKind::deleted));
  fail_first(1, failure(0, "InternalServiceException", "?"));
  EXPECT_THAT(kinds({revoke("b")}), ElementsAre(ResultKind::deleted))
      << "the try that failed may have done it";

  fail_first(100, failure(0, "InvalidInputException", throttled));
  EXPECT_THAT(kinds({grant("a")}), ElementsAre(ResultKind::failed));
  EXPECT_THAT(side.asked(), testing::SizeIs(3));
}

TEST_F(GrantBatchTest, AFailedItemIsMatchedByItsIdAndTheOthersAreDone) {
  side.set_knobs({{"missing_principals", {"arn:aws:iam::123456789012:role/gone"}}});
  const auto results = apply({grant("a"), grant("gone"), grant("b")});
  EXPECT_EQ(results.at(0).kind, ResultKind::created);
  EXPECT_EQ(results.at(2).kind, ResultKind::created);
  ASSERT_EQ(results.at(1).kind, ResultKind::failed);
  EXPECT_EQ(results.at(1).error->kind, ErrorKind::denied);
  EXPECT_THAT(results.at(1).error->hint, HasSubstr("tried again by itself"));
  EXPECT_THAT(results.at(1).error->subject, HasSubstr("grants/"));
}

TEST_F(GrantBatchTest, AFailureThatCannotBeMatchedFailsTheWholeBatch) {
  for (const std::string& unmatched :
       {std::string("7"), std::string(R"({"Error":{"ErrorCode":"InternalServiceException"}})"),
        std::string(R"({"RequestEntry":{"Id":"1"}})"), failure(77, "InvalidInputException", "x")}) {
    fail_items(failure(1, "InvalidInputException", "bad") + "," + unmatched);
    const auto results = apply({grant("a"), grant("b"), grant("c")});
    for (const auto& result : results) EXPECT_EQ(result.kind, ResultKind::failed) << unmatched;
    EXPECT_EQ(results.at(0).error->kind, ErrorKind::retry);
    EXPECT_EQ(results.at(1).error->kind, ErrorKind::invalid);
  }
}

TEST_F(GrantBatchTest, RevokingWhatIsNotHeldIsUnchanged) {
  EXPECT_THAT(kinds({revoke("a")}), ElementsAre(ResultKind::unchanged));
  fail_items(failure(0, "InvalidInputException",
                     "No permissions revoked. Revoking Tag permissions on Tags that "
                     "grantee does not have permissions on.") +
             "," +
             failure(1, "InvalidInputException",
                     "Grantee has no permissions and no grantable permissions on resource"));
  EXPECT_THAT(kinds({revoke("a"), revoke("b")}), Each(ResultKind::unchanged));
}

TEST_F(GrantBatchTest, AnInvalidModificationAsksForAnotherLook) {
  EXPECT_THAT(kinds({grant("x")}), ElementsAre(ResultKind::created));
  const auto refused = apply({change(ChangeKind::create, "x", R"(["SELECT"])", columns_a),
                              change(ChangeKind::remove, "x", R"(["SELECT"])", columns_a)});
  for (const auto& result : refused) {
    ASSERT_EQ(result.kind, ResultKind::failed);
    EXPECT_EQ(result.error->kind, ErrorKind::retry);
    EXPECT_TRUE(result.look_again);
  }
  side.set_knobs({{"grant_repeat_refused", true}});
  const auto repeated = apply({grant("x")}).at(0);
  EXPECT_EQ(repeated.kind, ResultKind::failed);
  EXPECT_TRUE(repeated.look_again);
  EXPECT_EQ(apply({change(ChangeKind::update, "x", R"(["SELECT"])")}).at(0).kind, ResultKind::unchanged)
      << "granted again, and there still";
}

TEST_F(GrantBatchTest, WhatIsMissingIsToldFromWhatIsDenied) {
  const std::string none = R"({"Table":{"DatabaseName":"sales","Name":"none"}})";
  const auto grants = [&](ChangeKind kind) {
    return apply({change(kind, "x", R"(["SELECT"])", none)}).at(0);
  };
  EXPECT_EQ(grants(ChangeKind::create).error->kind, ErrorKind::missing);
  const auto gone = grants(ChangeKind::remove);
  EXPECT_EQ(gone.kind, ResultKind::unchanged);
  EXPECT_TRUE(gone.look_again);
  side.set_knobs({{"missing_resource_denied", true}});
  for (const ChangeKind kind : {ChangeKind::create, ChangeKind::remove}) {
    const auto denied = grants(kind);
    ASSERT_EQ(denied.kind, ResultKind::failed);
    EXPECT_EQ(denied.error->kind, ErrorKind::denied);
    EXPECT_THAT(denied.error->hint,
                testing::AllOf(HasSubstr("is missing at the target"), HasSubstr("admin")));
  }
}

TEST_F(GrantBatchTest, WhatTimeMendsIsTriedAgain) {
  side.set_knobs({{"iam_throttle", 1.0}});
  for (const auto& result : apply({grant("a"), grant("b")})) {
    ASSERT_EQ(result.kind, ResultKind::failed);
    EXPECT_EQ(result.error->kind, ErrorKind::retry);
  }
  fail_items(failure(0, "ConcurrentModificationException", "Permission update/Delete failed for Resource"));
  EXPECT_EQ(apply({grant("a")}).at(0).error->kind, ErrorKind::retry);
}

TEST_F(GrantBatchTest, ABatchRefusedForItsContentIsTakenApart) {
  side.intercept = [](std::string_view, const json::object& input) -> std::optional<Result<json::object>> {
    if (json::serialize(input).find("role/bad") == std::string::npos) return std::nullopt;
    return fail(
        aws::make_error("lakeformation:BatchGrantPermissions", 400, "InvalidInputException", "bad", "r1"));
  };
  EXPECT_THAT(kinds({grant("a"), grant("bad"), grant("c")}),
              ElementsAre(ResultKind::created, ResultKind::failed, ResultKind::created));
  side.intercept = [](std::string_view, const json::object&) -> std::optional<Result<json::object>> {
    return fail(
        aws::make_error("lakeformation:BatchGrantPermissions", 403, "AccessDeniedException", "no", "r1"));
  };
  EXPECT_THAT(kinds({grant("a"), grant("bad"), grant("c")}), Each(ResultKind::failed));
  EXPECT_THAT(side.asked(), testing::SizeIs(1));
}

TEST_F(GrantBatchTest, EntriesOfABatchHaveIdsOfTheirOwnAndNoCatalog) {
  std::mutex mutex;
  side.intercept = [&](std::string_view, const json::object& input) -> std::optional<Result<json::object>> {
    const std::lock_guard lock(mutex);
    std::set<std::string> ids;
    for (const auto& entry : input.at("Entries").get_array()) {
      EXPECT_FALSE(entry.get_object().contains("CatalogId"));
      EXPECT_TRUE(ids.insert(std::string(text_or(entry.get_object(), "Id"))).second);
    }
    return json::object();
  };
  std::vector<Change> changes;
  for (int i = 0; i < 30; ++i) {
    changes.push_back(grant("r" + std::to_string(i)));
    changes.back().body["CatalogId"] = "123456789012";
  }
  EXPECT_THAT(kinds(changes, 4), Each(ResultKind::created));
}

}  // namespace
}  // namespace lakemirror::apply
