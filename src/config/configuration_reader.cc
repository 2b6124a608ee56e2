#include "config/configuration_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "config/excerpt.h"
#include "config/journal_path.h"
#include "config/unknown_keys.h"

namespace lakemirror::config {

namespace {

constexpr std::string_view all_databases = "ALL_DATABASE";
constexpr std::string_view only_data_source = "AwsDataCatalog";

bool is_region(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return text.find('-') != std::string_view::npos && std::all_of(text.begin(), text.end(), allowed);
}

bool is_role_arn(std::string_view text) {
  const std::vector<std::string> fields = split(text, ':');
  return fields.size() == 6 && fields[0] == "arn" && fields[2] == "iam" && fields[5].starts_with("role/");
}

bool is_principal_arn(std::string_view text) {
  const std::vector<std::string> fields = split(text, ':');
  return fields.size() == 6 && fields[0] == "arn" && fields[2] == "iam" &&
         (fields[5].starts_with("role/") || fields[5].starts_with("user/"));
}

bool is_endpoint(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme))
      return text.size() > scheme.size() && text.find_first_of(" ?#") == std::string_view::npos;
  }
  return false;
}

}  // namespace

ConfigurationReader::ConfigurationReader(const IniFile& file)
    : file_(file), catalog_(file, "AwsDataCatalog"), ours_(file, "lakemirror") {}

Result<Configuration> ConfigurationReader::read() {
  out_.origin = file_.origin();
  LM_CHECK(read_regions());
  LM_CHECK(read_side("source", out_.source));
  LM_CHECK(read_side("target", out_.target));
  LM_CHECK(check_sides_differ());
  LM_CHECK(read_batch_switches());
  LM_CHECK(read_locations());
  LM_CHECK(read_databases());
  LM_CHECK(read_feed());
  LM_CHECK(read_guards());
  LM_CHECK(read_process());
  review_keys(file_, out_);
  return std::move(out_);
}

std::string ConfigurationReader::remark(const SectionReader& section, std::string_view key,
                                        const std::string& text) const {
  return file_.origin() + ":" + std::to_string(section.line(key)) + ": '" + std::string(key) + "' " + text;
}

Result<void> ConfigurationReader::read_regions() {
  if (file_.section("AwsDataCatalog") == nullptr) {
    return fail(file_.error_at(
        0, {}, {}, "has no section [AwsDataCatalog], which names source_region and destination_region"));
  }
  LM_CHECK(read_region("source_region", out_.source.region));
  return read_region("destination_region", out_.target.region);
}

Result<void> ConfigurationReader::read_region(std::string_view key, std::string& out) {
  if (!catalog_.has(key)) {
    return fail(file_.error_at(file_.section("AwsDataCatalog")->line, "AwsDataCatalog", key,
                               "is missing; write a Region such as us-east-1"));
  }
  LM_CHECK(catalog_.text(key, out));
  if (is_region(out)) return {};
  return fail(catalog_.error(key, "found " + excerpt(out) + "; allowed is a Region such as us-east-1"));
}

Result<void> ConfigurationReader::read_side(const std::string& name, Side& side) {
  LM_CHECK(ours_.text(name + "_profile", side.profile));
  LM_CHECK(ours_.text(name + "_role_arn", side.role_arn));
  LM_CHECK(ours_.text(name + "_endpoint", side.endpoint));
  LM_CHECK(ours_.text("ca_bundle", side.ca_bundle));
  side.ca_bundle = expand_home(side.ca_bundle);
  if (!side.role_arn.empty() && !is_role_arn(side.role_arn)) {
    return fail(ours_.error(name + "_role_arn", "found " + excerpt(side.role_arn) +
                                                    "; allowed is arn:aws:iam::ACCOUNT:role/NAME"));
  }
  if (!side.endpoint.empty() && !is_endpoint(side.endpoint)) {
    return fail(ours_.error(
        name + "_endpoint",
        "found " + excerpt(side.endpoint) + "; allowed is http://HOST[:PORT] or https://HOST[:PORT]"));
  }
  return {};
}

/// The same Region is fine in another account or on another endpoint, but a catalog must not be replicated
/// onto itself.
Result<void> ConfigurationReader::check_sides_differ() {
  if (out_.source != out_.target) return {};
  return fail(catalog_.error("destination_region", "source and destination are the same: Region " +
                                                       out_.source.region +
                                                       ", with the same profile, role and endpoint"));
}

Result<void> ConfigurationReader::read_locations() {
  bool apply_batch_rules = true;
  const SectionReader update(file_, "Target_s3_update");
  LM_CHECK(update.boolean("update_table_s3_location", apply_batch_rules));
  std::string_view key = "S3BucketMapping";
  LM_CHECK(catalog_.rules(key, out_.location_rules));
  if (apply_batch_rules) {
    if (catalog_.has("target_s3_locations")) key = "target_s3_locations";
    LM_CHECK(catalog_.rules("target_s3_locations", out_.location_rules));
  } else if (catalog_.has("target_s3_locations")) {
    out_.notes.push_back(
        remark(catalog_, "target_s3_locations", "has no effect, because update_table_s3_location is False"));
  }
  auto made = mapping::LocationMapping::create(out_.location_rules);
  if (!made) return fail(catalog_.error(key, made.error().message));
  out_.locations = std::move(*made);
  return {};
}

Result<void> ConfigurationReader::read_databases() {
  LM_CHECK(catalog_.names("database_list", out_.include_databases));
  if (catalog_.has("database_list")) {
    if (out_.include_databases.empty()) {
      return fail(catalog_.error("database_list", "is empty; write ['ALL_DATABASE'] for all databases"));
    }
    const bool all = std::find(out_.include_databases.begin(), out_.include_databases.end(), all_databases) !=
                     out_.include_databases.end();
    if (all) out_.include_databases.clear();
    if (ours_.has("include_databases")) {
      out_.notes.push_back(
          remark(catalog_, "database_list", "has no effect, because include_databases is given"));
    }
  }
  LM_CHECK(ours_.names("include_databases", out_.include_databases));
  LM_CHECK(ours_.names("exclude_databases", out_.exclude_databases));
  LM_CHECK(ours_.names("protected_databases", out_.protected_databases));
  for (auto* globs : {&out_.include_databases, &out_.exclude_databases, &out_.protected_databases}) {
    for (std::string& glob : *globs) glob = fold(glob);  // as Glue folds the names they are matched with
  }
  return {};
}

Result<void> ConfigurationReader::read_batch_switches() {
  const SectionReader operation(file_, "Operation");
  LM_CHECK(operation.boolean("sync_glue_catalog", out_.sync_glue_catalog));
  LM_CHECK(operation.boolean("delete_target_catalog_objects", out_.sync_deletes));
  LM_CHECK(operation.boolean("sync_lf_permissions", out_.sync_lf_permissions));
  const SectionReader list(file_, "ListCatalog");
  std::vector<std::string> sources = {std::string(only_data_source)};
  LM_CHECK(list.names("list_datasource", sources));
  for (const std::string& source : sources) {
    if (source == only_data_source) continue;
    out_.warnings.push_back(
        remark(list, "list_datasource", "names " + excerpt(source) + "; only AwsDataCatalog is replicated"));
  }
  return {};
}

Result<void> ConfigurationReader::read_feed() {
  double hours = 1;
  LM_CHECK(
      catalog_.number("cloudtrail_lookup_hour_duration", hours, 0.5, 90 * 24));  // CloudTrail keeps 90 days
  out_.lookup_window = Seconds(std::llround(hours * 3600));
  LM_CHECK(ours_.duration<std::chrono::minutes>("deep_pass_minutes", out_.deep_pass_every, 1, 1440));
  LM_CHECK(ours_.number("lookup_requests_per_second", out_.lookup_requests_per_second, 0, 1000));
  LM_CHECK(ours_.word<LookupBy>("lookup_by", out_.lookup_by,
                                {{"auto", LookupBy::automatic},
                                 {"source", LookupBy::event_source},
                                 {"name", LookupBy::event_name},
                                 {"read_only", LookupBy::read_only}}));
  LM_CHECK(ours_.duration<Seconds>("read_settle_seconds", out_.read_settle, 0, 3600));
  LM_CHECK(ours_.duration<std::chrono::minutes>("trail_settle_minutes", out_.trail_settle, 0, 1440));
  return ours_.duration<std::chrono::minutes>("full_compare_minutes", out_.full_compare_every, 1, 1440);
}

Result<void> ConfigurationReader::read_guards() {
  LM_CHECK(
      ours_.word<UnmappedLocations>("unmapped_locations", out_.unmapped_locations,
                                    {{"keep", UnmappedLocations::keep}, {"park", UnmappedLocations::park}}));
  LM_CHECK(ours_.word<DeletePolicy>("delete_policy", out_.delete_policy,
                                    {{"replicate", DeletePolicy::replicate}, {"keep", DeletePolicy::keep}}));
  LM_CHECK(ours_.number("breaker_share", out_.breaker_share, 0, 1));
  std::int64_t least = 25;
  LM_CHECK(ours_.whole("breaker_min", least, 0, 1000000));
  out_.breaker_min = static_cast<std::size_t>(least);
  LM_CHECK(ours_.duration<std::chrono::minutes>("breaker_window_minutes", out_.breaker_window, 1, 1440));
  LM_CHECK(ours_.boolean("lake_formation", out_.lake_formation));
  LM_CHECK(ours_.boolean("cross_account_grants", out_.cross_account_grants));
  // Not 0: CloudTrail's times have steps of a second, so a listing sooner than that decides nothing new.
  LM_CHECK(
      ours_.duration<Seconds>("permissions_listed_every_seconds", out_.permissions_listed_every, 1, 3600));
  LM_CHECK(read_replicators());
  return ours_.boolean("adopt_target", out_.adopt_target);
}

Result<void> ConfigurationReader::read_replicators() {
  LM_CHECK(ours_.names("replicator_principals", out_.replicator_principals));
  for (const std::string& arn : out_.replicator_principals) {
    if (is_principal_arn(arn)) continue;
    return fail(ours_.error("replicator_principals", "found " + excerpt(arn) +
                                                         "; allowed is arn:aws:iam::ACCOUNT:role/NAME or "
                                                         "arn:aws:iam::ACCOUNT:user/NAME"));
  }
  return {};
}

Result<void> ConfigurationReader::read_metrics_listen() {
  std::string text = out_.metrics_listen.text();
  LM_CHECK(ours_.text("metrics_listen", text));
  const auto address = parse_listen_address(text);
  if (!address) {
    return fail(ours_.error("metrics_listen", "found " + excerpt(text) + "; allowed is " +
                                                  std::string(listen_address_form) +
                                                  ", such as 127.0.0.1:4589 or [::1]:4589"));
  }
  out_.metrics_listen = *address;
  return {};
}

Result<void> ConfigurationReader::read_process() {
  LM_CHECK(ours_.text("journal", out_.journal));
  LM_CHECK(ours_.text("journal_bucket", out_.journal_bucket));
  LM_CHECK(ours_.duration<Seconds>("lease_seconds", out_.lease, 15, 900));
  out_.journal = out_.journal.empty() ? default_journal_path() : expand_home(out_.journal);
  if (auto complaint = complaint_about_journal(out_.journal)) return fail(ours_.error("journal", *complaint));
  LM_CHECK(ours_.duration<Seconds>("tick_seconds", out_.tick, 1, 3600));
  std::int64_t threads = 8, days = 90;
  LM_CHECK(ours_.whole("threads", threads, 1, 256));
  LM_CHECK(ours_.whole("retention_days", days, 1, 3650));
  out_.threads = static_cast<std::size_t>(threads);
  out_.retention = std::chrono::days(days);
  LM_CHECK(read_metrics_listen());
  using log::Level;
  LM_CHECK(ours_.word<Level>("log_level", out_.log_level,
                             {{"debug", Level::debug},
                              {"info", Level::info},
                              {"warn", Level::warn},
                              {"error", Level::error},
                              {"off", Level::off}}));
  return ours_.word<LogFormat>("log_format", out_.log_format,
                               {{"text", LogFormat::text}, {"json", LogFormat::json}});
}

}  // namespace lakemirror::config
