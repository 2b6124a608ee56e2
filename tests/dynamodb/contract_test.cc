#include "journal/contract_test_suite.h"

#include <atomic>
#include <cstdlib>

#include "aws/connect.h"
#include "base/text.h"
#include "journal/dynamodb/dynamo_journal.h"
#include "journal/dynamodb/make_table.h"
#include "support/fake_dynamodb.h"

// The contract on a table in memory, with everything in its way that DynamoDB may put there, and on the
// stand-in whose URL with_dynamodb.py put into the environment.

namespace lakemirror::journal {

namespace {

using dynamodb::DynamoJournal;

Random& test_random() {
  static Random random(1);
  return random;
}

std::unique_ptr<Journal> on_fake(std::size_t batch_limit, std::size_t page_limit) {
  auto fake = std::make_shared<testing::FakeDynamoDb>(system_clock());
  fake->set_batch_limit(batch_limit);
  fake->set_page_limit(page_limit);
  return std::make_unique<DynamoJournal>(
      fake, DynamoJournal::Options{.clock = system_clock(), .random = test_random(), .threads = 4});
}

std::unique_ptr<Journal> make_plain() { return on_fake(100, 0); }
std::unique_ptr<Journal> make_in_parts() { return on_fake(7, 5); }

std::shared_ptr<aws::Client> stand_in_client() {
  aws::ClientOptions options{.clock = system_clock(), .random = test_random(), .region = "us-west-2"};
  options.environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY") return "test";
    if (name != "AWS_ENDPOINT_URL_DYNAMODB") return std::nullopt;
    return std::getenv(name.c_str());
  };
  return std::move(aws::connect(options)).value();
}

/// An empty table: made here, or the next of those that others made, whose names are in the environment.
std::string next_table(aws::Client& client) {
  static std::atomic<std::size_t> number = 0;
  const std::size_t index = number++;
  if (const char* names = std::getenv("LAKEMIRROR_JOURNAL_TABLES")) {
    const auto tables = split(names, ',');
    EXPECT_LT(index, tables.size()) << "fewer tables than tests";
    return index < tables.size() ? tables[index] : std::string();
  }
  const std::string table = "journal_" + std::to_string(index);
  const auto made = dynamodb::make_table(client, table, system_clock());
  EXPECT_TRUE(made) << made.error().text();
  return table;
}

std::unique_ptr<Journal> make_on_stand_in() {
  static const std::shared_ptr<aws::Client> client = stand_in_client();
  const std::string table = next_table(*client);
  return std::make_unique<DynamoJournal>(
      client, DynamoJournal::Options{.table = table, .clock = system_clock(), .random = test_random()});
}

std::vector<JournalMaker> stand_ins() {
  const char* name = std::getenv("LAKEMIRROR_DYNAMODB");
  if (name == nullptr) return {};
  return {{.name = name, .make = make_on_stand_in, .is_remote = true}};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, JournalContract,
                         ::testing::Values(JournalMaker{"Memory", make_plain, true}));
INSTANTIATE_TEST_SUITE_P(InParts, JournalContract,
                         ::testing::Values(JournalMaker{"InParts", make_in_parts, true}));
INSTANTIATE_TEST_SUITE_P(StandIn, JournalContract, ::testing::ValuesIn(stand_ins()));

}  // namespace lakemirror::journal
