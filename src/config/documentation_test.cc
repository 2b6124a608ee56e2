// docs/configuration.md and the example say what the code does: every key, with its type and default, and no
// other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "config/effective.h"
#include "config/known_keys.h"
#include "config/load_from.h"

namespace lakemirror::config {
namespace {

std::string row(std::string_view section, std::string_view key, std::string_view type,
                std::string_view otherwise) {
  return fmt::format("[{}] {} | {} | {}", section, key, type, otherwise);
}

/// The first three cells of every row under a heading "### [section]".
std::vector<std::string> documented() {
  std::vector<std::string> rows;
  std::ifstream in("docs/configuration.md");
  std::string section;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#")) section = line.starts_with("### [") ? line.substr(5, line.find(']') - 5) : "";
    if (section.empty() || !line.starts_with("| `")) continue;
    std::vector<std::string> cells = split(line, '|');
    for (std::string& cell : cells) {
      std::erase(cell, '`');
      cell = trim(cell);
    }
    EXPECT_EQ(cells.size(), 6u) << line;
    if (cells.size() == 6) rows.push_back(row(section, cells[1], cells[2], cells[3]));
  }
  return rows;
}

TEST(Documentation, HasEveryKeyWithItsTypeAndDefaultAndNoOther) {
  std::vector<std::string> known;
  for (const KnownKey& key : known_keys()) {
    known.push_back(
        row(key.section, key.name, key.type, key.name == "journal" ? "see below" : key.otherwise));
  }
  EXPECT_THAT(documented(), testing::UnorderedElementsAreArray(known));
}

/// What stands under "## Locations": the rules in its ini block, and the first two cells of each row about a
/// location.
struct LocationExamples {
  std::string rules;
  std::vector<std::pair<std::string, std::string>> rows;
};

LocationExamples location_examples() {
  LocationExamples out;
  std::ifstream in("docs/configuration.md");
  bool here = false, block = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) here = line == "## Locations";
    if (!here) continue;
    if (line.starts_with("```"))
      block = line == "```ini";
    else if (block)
      out.rules += line + "\n";
    const std::vector<std::string> cells = split(line, '|');
    if (cells.size() == 5 && cells[1].find("://") != std::string::npos) {
      out.rows.emplace_back(trim(cells[1]), trim(cells[2]));
    }
  }
  return out;
}

TEST(Documentation, ItsLocationsAreMappedAsItSays) {
  using Outcome = mapping::LocationMapping::Outcome;
  const LocationExamples examples = location_examples();
  const auto configuration =
      load("[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n" + examples.rules,
           "docs");
  ASSERT_TRUE(configuration) << configuration.error().text();
  ASSERT_EQ(examples.rows.size(), 5u);
  for (const auto& [source, target] : examples.rows) {
    const auto mapped = configuration->locations.map(source);
    EXPECT_EQ(mapped.text, target.starts_with("the same") ? source : target);
    EXPECT_EQ(mapped.outcome == Outcome::unmapped, target == "the same, unmapped") << source;
  }
}

TEST(Documentation, TheExampleLoadsWithoutAWarning) {
  const auto configuration =
      load_from("examples/lakemirror.conf", [](const auto&, const auto&) { return Result<std::string>(); });
  ASSERT_TRUE(configuration) << configuration.error().text();
  EXPECT_THAT(configuration->warnings, testing::IsEmpty());
  EXPECT_THAT(configuration->notes, testing::IsEmpty());
  EXPECT_FALSE(configuration->locations.empty());
}

}  // namespace
}  // namespace lakemirror::config
