#include "config/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "config/effective.h"
#include "config/known_keys.h"
#include "config/reversed.h"

namespace lakemirror::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string regions =
    "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n";  // 3 lines

std::string testdata(const std::string& name) {
  std::ifstream in("src/config/testdata/" + name);  // tests run in the project's root
  return {std::istreambuf_iterator<char>(in), {}};
}

Configuration loaded(const std::string& text) {
  auto configuration = load(text, "a.conf");
  if (!configuration) throw std::runtime_error(configuration.error().text());
  return std::move(*configuration);
}

std::string error_of(const std::string& text) {
  const auto configuration = load(text, "a.conf");
  return configuration ? "none" : configuration.error().text();
}

std::string mapped(const Configuration& configuration, std::string_view location) {
  return configuration.locations.map(location).text;
}

TEST(Configuration, TheRealtimeFileWorksUnchanged) {
  const Configuration c = loaded(testdata("realtime.conf"));
  EXPECT_EQ(c.source.region, "us-east-1");
  EXPECT_EQ(c.target.region, "us-west-2");
  EXPECT_EQ(c.lookup_window, std::chrono::hours(1));
  EXPECT_EQ(mapped(c, "s3://lf-metadata-111122223333-us-east-1/t"),
            "s3://lf-metadata-111122223333-us-west-2/t");
  EXPECT_THAT(c.warnings, IsEmpty());
  EXPECT_THAT(c.notes, IsEmpty());
}

TEST(Configuration, TheBatchFileWorksUnchangedAndItsUselessKeysAreNoted) {
  const Configuration c = loaded(testdata("batch.conf"));
  EXPECT_EQ(c.source.region, "us-east-1");
  EXPECT_THAT(c.include_databases, ElementsAre("sales"));
  EXPECT_TRUE(c.sync_glue_catalog);
  EXPECT_FALSE(c.sync_deletes);
  EXPECT_EQ(mapped(c, "s3://example-us-east-1/t"),
            "s3://example-us-east-1/t");  // update_table_s3_location is False
  EXPECT_THAT(c.warnings, IsEmpty());
  EXPECT_THAT(c.notes, ElementsAre(HasSubstr("'target_s3_locations' has no effect"),
                                   HasSubstr("s3_data_path (line 21)")));
}

TEST(Configuration, TheBatchFilesLocationsAreBucketMappingsWhenSwitchedOn) {
  std::string text = testdata("batch.conf");
  text.replace(text.find("update_table_s3_location = False"), 32, "update_table_s3_location = True ");
  EXPECT_EQ(mapped(loaded(text), "s3://example-us-east-1/t"), "s3://example-us-west-2/t");
}

TEST(Configuration, AllDatabaseMeansEveryDatabase) {
  EXPECT_THAT(loaded(regions + "database_list = ['ALL_DATABASE']").include_databases, IsEmpty());
  EXPECT_THAT(error_of(regions + "database_list = []"),
              HasSubstr("a.conf:4: section [AwsDataCatalog], key database_list: is empty"));
}

TEST(Configuration, OurListDecidesOverTheBatchFiles) {
  const Configuration c =
      loaded(regions + "database_list = ['sales']\n[lakemirror]\ninclude_databases = hr_*, ops");
  EXPECT_THAT(c.include_databases, ElementsAre("hr_*", "ops"));
  EXPECT_THAT(c.notes, ElementsAre(HasSubstr("'database_list' has no effect")));
}

TEST(Configuration, DatabaseGlobsAreFoldedAsGlueFoldsNames) {
  EXPECT_THAT(loaded(regions + "database_list = ['Sales', 'ÉTÉ_*']").include_databases,
              ElementsAre("sales", "été_*"));
  EXPECT_THAT(loaded(regions + "[lakemirror]\nexclude_databases = TMP_*").exclude_databases,
              ElementsAre("tmp_*"));
}

TEST(Configuration, SetsEveryKeyToItsTypedValue) {
  const Configuration c = loaded(regions + R"(cloudtrail_lookup_hour_duration = 1.5
S3BucketMapping = {"a": "b",
                   'a/x': 'c/y'}
[Operation]
sync_glue_catalog = no
delete_target_catalog_objects = True
sync_lf_permissions = 0
[lakemirror]
journal = /tmp/j.db
tick_seconds = 1
deep_pass_minutes = 2
lookup_requests_per_second = 0.5
lookup_by = READ_ONLY
read_settle_seconds = 0
trail_settle_minutes = 45
full_compare_minutes = 20
threads = 3
include_databases = ['a*', "b"]
exclude_databases = tmp_*
protected_databases = []
unmapped_locations = park
delete_policy = keep
breaker_share = 0.5
breaker_min = 7
breaker_window_minutes = 30
adopt_target = yes
cross_account_grants = on
lake_formation = 0
permissions_listed_every_seconds = 5
retention_days = 30
source_profile = east
source_role_arn = arn:aws:iam::111122223333:role/path/reader
source_endpoint = http://localhost:4599
target_profile = west
target_role_arn = arn:aws-cn:iam::111122223333:role/writer
target_endpoint = https://[::1]:4600/x
log_level = debug
log_format = json
)");
  EXPECT_EQ(c.lookup_window, std::chrono::minutes(90));
  EXPECT_EQ(mapped(c, "s3://a/x/t"), "s3://c/y/t");
  EXPECT_FALSE(c.sync_glue_catalog);
  EXPECT_TRUE(c.sync_deletes);
  EXPECT_FALSE(c.sync_lf_permissions);
  EXPECT_EQ(c.journal, "/tmp/j.db");
  EXPECT_EQ(c.tick, Seconds(1));
  EXPECT_EQ(c.deep_pass_every, std::chrono::minutes(2));
  EXPECT_EQ(c.lookup_requests_per_second, 0.5);
  EXPECT_EQ(c.lookup_by, LookupBy::read_only);
  EXPECT_EQ(c.read_settle, Seconds(0));
  EXPECT_EQ(c.trail_settle, std::chrono::minutes(45));
  EXPECT_EQ(c.full_compare_every, std::chrono::minutes(20));
  EXPECT_EQ(c.threads, 3u);
  EXPECT_THAT(c.include_databases, ElementsAre("a*", "b"));
  EXPECT_THAT(c.exclude_databases, ElementsAre("tmp_*"));
  EXPECT_THAT(c.protected_databases, IsEmpty());
  EXPECT_EQ(c.unmapped_locations, UnmappedLocations::park);
  EXPECT_EQ(c.delete_policy, DeletePolicy::keep);
  EXPECT_EQ(c.breaker_share, 0.5);
  EXPECT_EQ(c.breaker_min, 7u);
  EXPECT_EQ(c.breaker_window, std::chrono::minutes(30));
  EXPECT_TRUE(c.adopt_target);
  EXPECT_TRUE(c.cross_account_grants);
  EXPECT_FALSE(c.lake_formation);
  EXPECT_EQ(c.permissions_listed_every, Seconds(5));
  EXPECT_EQ(c.retention, std::chrono::days(30));
  EXPECT_EQ(c.source, (Side{"us-east-1", "east", "arn:aws:iam::111122223333:role/path/reader",
                            "http://localhost:4599"}));
  EXPECT_EQ(c.target,
            (Side{"us-west-2", "west", "arn:aws-cn:iam::111122223333:role/writer", "https://[::1]:4600/x"}));
  EXPECT_EQ(c.log_level, log::Level::debug);
  EXPECT_EQ(c.log_format, LogFormat::json);
  EXPECT_THAT(c.warnings, IsEmpty());
  EXPECT_EQ(effective_text(loaded(effective_text(c))), effective_text(c));
}

TEST(Configuration, LakeFormationIsReplicatedUnlessEitherSwitchIsOff) {
  EXPECT_TRUE(loaded(regions).replicates_lake_formation());
  EXPECT_FALSE(loaded(regions + "[lakemirror]\nlake_formation = False").replicates_lake_formation());
  EXPECT_FALSE(loaded(regions + "[Operation]\nsync_lf_permissions = False").replicates_lake_formation());
}

TEST(Configuration, SourceAndDestinationMustDiffer) {
  const std::string same = "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-east-1\n";
  EXPECT_THAT(
      error_of(same),
      HasSubstr(
          "a.conf:3: section [AwsDataCatalog], key destination_region: source and destination are the same"));
  EXPECT_EQ(error_of(same + "[lakemirror]\ntarget_profile = other"), "none");
  EXPECT_EQ(error_of(same + "[lakemirror]\ntarget_endpoint = http://localhost:1"), "none");
}

TEST(Configuration, ARegionThatIsMissingOrOddIsNamed) {
  EXPECT_THAT(error_of("[other]\n"), HasSubstr("a.conf: has no section [AwsDataCatalog]"));
  EXPECT_THAT(error_of("\n[AwsDataCatalog]\nsource_region = us-east-1"),
              HasSubstr("a.conf:2: section [AwsDataCatalog], key destination_region: is missing"));
  EXPECT_THAT(error_of("[AwsDataCatalog]\nsource_region = Virginia"),
              HasSubstr("found 'Virginia'; allowed is a Region such as us-east-1"));
}

struct BadValue {
  std::string line;
  std::string complaint;
};

class ConfigurationBadValue : public testing::TestWithParam<BadValue> {};

TEST_P(ConfigurationBadValue, IsNamedWithItsPlaceAndWhatIsAllowed) {
  EXPECT_THAT(error_of(regions + "[lakemirror]\n" + GetParam().line),
              HasSubstr("a.conf:5: section [lakemirror], key " + GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Values, ConfigurationBadValue,
    testing::Values(
        BadValue{"tick_seconds = soon",
                 "tick_seconds: found 'soon'; allowed is a whole number from 1 to 3600"},
        BadValue{"tick_seconds = 0", "tick_seconds: found '0'"},
        BadValue{"tick_seconds = 1.5", "tick_seconds: found '1.5'"},
        BadValue{"tick_seconds =", "tick_seconds: found ''"},
        BadValue{"threads = 99999999999999999999", "threads: found '99999999999999999999'"},
        BadValue{"tick_seconds = 60 ; a minute",
                 "tick_seconds: found '60 ; a minute'; allowed is a whole number from 1 to 3600; "
                 "a comment needs a line of its own"},
        BadValue{"permissions_listed_every_seconds = 0",
                 "permissions_listed_every_seconds: found '0'; allowed is a whole number from 1 to 3600"},
        BadValue{"breaker_share = 30", "breaker_share: found '30'; allowed is a number from 0 to 1"},
        BadValue{"breaker_share = nan", "breaker_share: found 'nan'"},
        BadValue{"adopt_target = maybe", "adopt_target: found 'maybe'; allowed is one of true, false"},
        BadValue{"lookup_by = user",
                 "lookup_by: found 'user'; allowed is one of auto, source, name, read_only"},
        BadValue{"include_databases = ['a'", "include_databases: is no list: "},
        BadValue{"include_databases = {'a': 'b'}", "include_databases: found "},
        BadValue{"include_databases = [1]", "include_databases: found '1'; allowed is a list of texts only"},
        BadValue{"source_role_arn = reader", "source_role_arn: found 'reader'; allowed is arn:aws:iam::"},
        BadValue{"target_endpoint = localhost:80",
                 "target_endpoint: found 'localhost:80'; allowed is http://"},
        BadValue{"journal = dynamodb://x", "journal: found 'dynamodb://x'"},
        BadValue{"journal = dynamodb://a/table", "journal: found 'dynamodb://a/table'"},
        BadValue{"journal = %(nowhere)s", "journal: refers to 'nowhere'"}));

TEST(Configuration, ABadBucketMappingIsNamedWithItsLine) {
  EXPECT_THAT(error_of(regions + "\nS3BucketMapping = {'a': 'b', 'c'}"),
              HasSubstr("a.conf:5: section [AwsDataCatalog], key S3BucketMapping: is no dict: "));
  EXPECT_THAT(error_of(regions + "S3BucketMapping = ['a']"), HasSubstr("allowed is a dict such as"));
  EXPECT_THAT(error_of(regions + "S3BucketMapping = {'a': 1}"), HasSubstr("found '1'"));
  EXPECT_THAT(error_of(regions + "S3BucketMapping = {'a b': 'c'}"), HasSubstr("'a b' is no bucket name"));
  EXPECT_THAT(error_of(regions + "S3BucketMapping = {'a': 'b'}\ntarget_s3_locations = {'a': 'c'}"),
              HasSubstr("a.conf:5: section [AwsDataCatalog], key target_s3_locations: 'a' is mapped twice, "
                        "to 'b' and to 'c'"));
}

TEST(Configuration, UnknownNamesAreWarnedOfWithTheNearestKnownOne) {
  const Configuration c =
      loaded(regions +
             "s3bucketmaping = {}\n[lakemiror]\n[lakemirror]\nthread = 8\nzzzzzz = 1\nS3BucketMapping = {}");
  EXPECT_THAT(
      c.warnings,
      ElementsAre(
          "a.conf:4: section [AwsDataCatalog]: unknown key 's3bucketmaping'; did you mean 'S3BucketMapping'?",
          "a.conf:5: unknown section [lakemiror] is not read; did you mean 'lakemirror'?",
          "a.conf:7: section [lakemirror]: unknown key 'thread'; did you mean 'threads'?",
          "a.conf:8: section [lakemirror]: unknown key 'zzzzzz'",
          "a.conf:9: section [lakemirror]: unknown key 's3bucketmapping'; it belongs in section "
          "[AwsDataCatalog]"));
}

TEST(Configuration, KeysThatOnlyServeOtherValuesAreNoMistake) {
  const Configuration c = loaded(
      "[DEFAULT]\nhome = /var\nsource_region = us-east-1\n[AwsDataCatalog]\n"
      "destination_region = us-west-2\n[lakemirror]\nname = j\njournal = %(home)s/%(Name)s.db");
  EXPECT_EQ(c.journal, "/var/j.db");
  EXPECT_THAT(c.warnings, IsEmpty());
}

TEST(Configuration, OtherDataSourcesAreWarnedOf) {
  EXPECT_THAT(loaded(regions + "[ListCatalog]\nlist_datasource = ['AwsDataCatalog', 'Hive']").warnings,
              ElementsAre(HasSubstr("a.conf:5: 'list_datasource' names 'Hive'")));
}

TEST(Configuration, TheJournalStandsInTheStateFolderUnlessSaidOtherwise) {
  setenv("HOME", "/home/u", 1);
  unsetenv("XDG_STATE_HOME");
  EXPECT_EQ(loaded(regions).journal, "/home/u/.local/state/lakemirror/journal.db");
  EXPECT_EQ(loaded(regions + "[lakemirror]\njournal = ~/j.db").journal, "/home/u/j.db");
  setenv("XDG_STATE_HOME", "/state", 1);
  EXPECT_EQ(loaded(regions).journal, "/state/lakemirror/journal.db");
}

TEST(Configuration, TheDefaultsAreThoseInTheTableOfKnownKeys) {
  const std::string untouched = effective_text(loaded(regions));
  for (const KnownKey& known : known_keys()) {
    if (known.otherwise.empty()) continue;
    const std::string key = std::string(known.name) + " = " + std::string(known.otherwise) + "\n";
    const std::string section = "[" + std::string(known.section) + "]\n";
    EXPECT_EQ(
        effective_text(loaded(known.section == "AwsDataCatalog" ? regions + key : regions + section + key)),
        untouched)
        << key;
  }
}

TEST(Reversed, ExchangesTheSidesAndHasAJournalOfItsOwn) {
  const Configuration there = loaded(regions +
                                     "S3BucketMapping = {'east': 'west'}\n[lakemirror]\n"
                                     "journal = /var/lib/a.db\nsource_role_arn = arn:aws:iam::1:role/reader\n"
                                     "target_profile = writer\nadopt_target = True\nbreaker_min = 7\n");
  const Reversed back = reversed(there);
  EXPECT_THAT(back.remarks, IsEmpty());
  const Configuration& c = back.configuration;
  EXPECT_EQ(c.source, there.target);
  EXPECT_EQ(c.target, there.source);
  EXPECT_EQ(c.journal, "/var/lib/a-reversed.db");
  EXPECT_EQ(mapped(c, "s3://west/t"), "s3://east/t");
  EXPECT_FALSE(c.adopt_target);
  EXPECT_EQ(c.breaker_min, 7u);
  EXPECT_EQ(c.metrics_listen.port, there.metrics_listen.port + 1);
  // As it is written to a file, and back again.
  const Configuration read_again = loaded(effective_text(c));
  EXPECT_EQ(read_again.target.role_arn, "arn:aws:iam::1:role/reader");
  EXPECT_EQ(effective_text(reversed(read_again).configuration).find("a-reversed.db"), std::string::npos);
  EXPECT_EQ(reversed(read_again).configuration.journal, there.journal);
}

TEST(Reversed, SaysWhatAPersonHasToWrite) {
  const Reversed back =
      reversed(loaded(regions + "S3BucketMapping = {'one': 'west', 'two': 'west'}\n[lakemirror]\n"
                                "journal = dynamodb://events\njournal_bucket = records-west\n"));
  EXPECT_EQ(back.configuration.journal, "dynamodb://events_reversed");
  EXPECT_EQ(back.configuration.journal_bucket, "");
  EXPECT_EQ(back.configuration.unmapped_locations, UnmappedLocations::park);
  EXPECT_THAT(back.remarks, ElementsAre(HasSubstr("'west' stands for 'one' and 'two'"), HasSubstr("park"),
                                        HasSubstr("records-west")));
}

TEST(Configuration, ReplicatorsAreNamedByTheirArn) {
  const std::string ours = regions + "[lakemirror]\nreplicator_principals = ";
  EXPECT_THAT(loaded(ours + "['arn:aws:iam::123456789012:role/back']").replicator_principals,
              ElementsAre("arn:aws:iam::123456789012:role/back"));
  EXPECT_THAT(error_of(ours + "['arn:aws:sts::123456789012:assumed-role/back/x']"),
              HasSubstr("allowed is arn:aws:iam::ACCOUNT:role/NAME"));
}

}  // namespace
}  // namespace lakemirror::config
