#include "scenarios/run.h"

#include <gtest/gtest.h>

namespace lakemirror::scenarios {
namespace {

Verdict verdict_of(const std::string& steps, const std::string& more = "") {
  return run_text(R"({"about": "a")" + more + R"(, "steps": [)" + steps + "]}").verdict;
}

const std::string create = R"({"source": "CreateDatabase", "input": {"DatabaseInput": {"Name": "sales"}}})";

TEST(RunningAScenario, TellsWhatHoldsFromWhatDoesNot) {
  const auto follow = create + R"(, {"follow": 2})";
  EXPECT_EQ(verdict_of(follow + R"(, {"expect": {"target_has": ["database/sales"]}})"), Verdict::holds);
  EXPECT_EQ(verdict_of(follow + R"(, {"expect": {"target_lacks": ["database/sales"]}})"), Verdict::unmet);
  EXPECT_EQ(verdict_of(R"({"pull": {}, "fails": "Something"})"), Verdict::unmet);
  EXPECT_EQ(verdict_of(R"({"sync": {"dry_run": true}, "differences": 7})"), Verdict::unmet);
}

TEST(RunningAScenario, AFileThatCannotBeUnderstoodIsNoFailure) {
  EXPECT_EQ(run_text("{").verdict, Verdict::broken);
  EXPECT_EQ(run_text("[]").verdict, Verdict::broken);
  EXPECT_EQ(run_text(R"({"about": "a"})").verdict, Verdict::broken);
  EXPECT_EQ(run_file("no/such/file.json").verdict, Verdict::broken);
  EXPECT_EQ(verdict_of(""), Verdict::broken);
  EXPECT_EQ(verdict_of(create, R"(, "setings": {})"), Verdict::broken);
  EXPECT_EQ(verdict_of(create, R"(, "settings": {"no_such": 1})"), Verdict::broken);
  EXPECT_EQ(verdict_of(create, R"(, "knobs": {"no_such": 1})"), Verdict::broken);
}

TEST(RunningAScenario, AChangeBeforeACallThatIsNeverMadeIsNoFailureEither) {
  const auto late = R"(, {"source": "DeleteDatabase", "input": {"Name": "sales"}, "before": "GetDatabase"})";
  const auto expect = R"(, {"expect": {"target_lacks": ["database/sales"]}})";
  EXPECT_EQ(verdict_of(create + late + R"(, {"pull": {}}, {"replicate": {}})" + expect), Verdict::holds);
  EXPECT_EQ(verdict_of(create + late + R"(, {"pull": {}})" + expect), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"source": "DeleteDatabase", "before": "GetDatabases_"})"), Verdict::broken);
}

TEST(RunningAScenario, NorIsAStepThatCannotBeUnderstood) {
  EXPECT_EQ(verdict_of("7"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"replicates": {}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"replicate": {"allow_removal": true}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"pull": {}, "fail": "Something"})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"knobs": {"no_such": 1}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"advance_seconds": "long"})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"source": "CreateDatabases"})"), Verdict::broken);
}

TEST(RunningAScenario, NorIsAnExpectationThatCannotBeUnderstood) {
  EXPECT_EQ(verdict_of(R"({"expect": {"equl": true}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"expect": {"pending": "none"}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"expect": {"outcomes": {"ignord": 0}}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(R"({"expect": {"target_has": ["databse/sales"]}})"), Verdict::broken);
}

TEST(RunningAScenario, NorIsASetUpThatFails) {
  EXPECT_EQ(verdict_of(R"({"source": "CreateDatabase", "input": {"DatabaseInput": {}}})"), Verdict::broken);
  EXPECT_EQ(verdict_of(create + "," + create), Verdict::broken);
}

}  // namespace
}  // namespace lakemirror::scenarios
