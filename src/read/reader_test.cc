#include "read/reader.h"

#include <gmock/gmock.h>

#include <deque>

#include "read/input_shape.h"

namespace lakemirror::read {
namespace {

using model::Key;
using model::Snapshot;

const Time start = Time(Seconds(1'790'000'000));

/// Answers from a script, in order; each call takes a second of the clock.
class SlowClient : public aws::Client {
 public:
  explicit SlowClient(VirtualClock& clock) : clock_(clock) {}
  Result<json::object> call(api::Service, std::string_view, const json::object&) override {
    clock_.advance(Seconds(1));
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
  std::string_view region() const override { return "us-west-2"; }
  void answer(std::string_view text) { answers.push_back(parse_json(text)->get_object()); }

  std::deque<json::object> answers;

 private:
  VirtualClock& clock_;
};

class ReaderTest : public testing::Test {
 protected:
  Reader::OnPage collect() {
    return [this](Snapshot page) -> Result<bool> {
      begun.push_back(page.begun);
      clock.advance(Seconds(10));  // what the caller does with a page
      return true;
    };
  }
  void answer_two_pages(const std::string& list) {
    client.answer("{\"" + list + R"(":[],"NextToken":"a"})");
    client.answer("{\"" + list + R"(":[]})");
  }
  VirtualClock clock{start};
  SlowClient client{clock};
  std::vector<Time> begun;
};

TEST_F(ReaderTest, APageIsAsOldAsTheMomentBeforeItsRequest) {
  Reader reader(client, clock, Reader::Keep::both);
  answer_two_pages("DatabaseList");
  ASSERT_TRUE(reader.list_databases(collect()));
  answer_two_pages("TableList");
  ASSERT_TRUE(reader.list_tables("sales", collect()));
  answer_two_pages("Partitions");
  ASSERT_TRUE(reader.list_partitions("sales", "orders", collect()));
  std::vector<Time> expected;
  for (int page = 0; page < 6; ++page) expected.push_back(start + Seconds(11 * page));
  EXPECT_EQ(begun, expected);
}

/// Refuses everything.
class DenyingClient : public aws::Client {
 public:
  Result<json::object> call(api::Service, std::string_view operation, const json::object&) override {
    return fail({.kind = ErrorKind::denied, .operation = "glue:" + std::string(operation)});
  }
  std::string_view region() const override { return "eu-west-1"; }
};

TEST_F(ReaderTest, AListingThatIsRefusedSaysOfWhat) {
  DenyingClient denying;
  Reader reader(denying, clock, Reader::Keep::both);
  EXPECT_EQ(reader.list_databases(collect()).error().subject, "catalog");
  EXPECT_EQ(reader.list_tables("sales", collect()).error().subject, "database/sales");
  EXPECT_EQ(reader.list_partitions("sales", "orders", collect()).error().subject,
            "database/sales/table/orders");
}

TEST_F(ReaderTest, ALinkKeepsWhatItPointsAtWhereElseOnlyFingerprintsAreKept) {
  Reader reader(client, clock, Reader::Keep::fingerprints);
  client.answer(R"({"Database":{"Name":"link","TargetDatabase":{"CatalogId":"1","DatabaseName":"d"}}})");
  const auto link = reader.database("link");
  EXPECT_EQ(
      link.body,
      parse_json(R"({"Name":"link","TargetDatabase":{"CatalogId":"1","DatabaseName":"d"}})")->get_object());
  EXPECT_NE(link.fingerprint, 0u);
  client.answer(R"({"Database":{"Name":"sales","Description":"wide"}})");
  EXPECT_TRUE(reader.database("sales").body.empty());
}

TEST_F(ReaderTest, ALinkWithoutANameIsReadAndNothingIsThrown) {
  Reader reader(client, clock, Reader::Keep::bodies);
  client.answer(R"({"Table":{"TargetTable":{"CatalogId":"1","DatabaseName":"d","Name":"t"}}})");
  const auto state = reader.table("sales", "link");
  EXPECT_TRUE(state.is_present());
  EXPECT_TRUE(state.is_link);
  EXPECT_FALSE(state.body.contains("Name"));
}

}  // namespace
}  // namespace lakemirror::read
