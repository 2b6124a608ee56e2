#include "config/known_keys.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/text.h"

namespace lakemirror::config {

namespace {

using enum KeyUse;

constexpr KnownKey table[] = {
    {"AwsDataCatalog", "source_region", used, "Region", ""},
    {"AwsDataCatalog", "destination_region", used, "Region", ""},
    {"AwsDataCatalog", "cloudtrail_lookup_hour_duration", used, "hours, 0.5 to 2160", "1"},
    {"AwsDataCatalog", "S3BucketMapping", used, "dict", "{}"},
    {"AwsDataCatalog", "database_list", used, "list", "['ALL_DATABASE']"},
    {"AwsDataCatalog", "target_s3_locations", used, "dict", "{}"},
    {"AwsDataCatalog", "backup_file_bucket", recognised, "text", ""},
    {"AwsDataCatalog", "backup_file_folder", recognised, "text", ""},
    {"AwsDataCatalog", "backup_file_filename", recognised, "text", ""},
    {"AwsDataCatalog", "s3_data_path", recognised, "text", ""},

    {"Operation", "sync_glue_catalog", used, "boolean", "True"},
    {"Operation", "delete_target_catalog_objects", used, "boolean", "False"},
    {"Operation", "sync_lf_permissions", used, "boolean", "True"},
    {"Target_s3_update", "update_table_s3_location", used, "boolean", "True"},
    {"ListCatalog", "list_datasource", used, "list", "['AwsDataCatalog']"},

    {"LakeFormationPermissions", "lf_storage_bucket", recognised, "text", ""},
    {"LakeFormationPermissions", "lf_storage_file_name", recognised, "text", ""},
    {"LakeFormationPermissions", "lf_storage_file_folder", recognised, "text", ""},
    {"DEFAULT", "aws_region_list", recognised, "list", ""},

    {"lakemirror", "journal", used, "path", ""},
    {"lakemirror", "journal_bucket", used, "text", ""},
    {"lakemirror", "lease_seconds", used, "whole number, 15 to 900", "60"},
    {"lakemirror", "tick_seconds", used, "whole number, 1 to 3600", "60"},
    {"lakemirror", "deep_pass_minutes", used, "whole number, 1 to 1440", "5"},
    {"lakemirror", "lookup_requests_per_second", used, "number, 0 to 1000", "1"},
    {"lakemirror", "lookup_by", used, "auto, source, name or read_only", "auto"},
    {"lakemirror", "read_settle_seconds", used, "whole number, 0 to 3600", "60"},
    {"lakemirror", "trail_settle_minutes", used, "whole number, 0 to 1440", "30"},
    {"lakemirror", "full_compare_minutes", used, "whole number, 1 to 1440", "10"},
    {"lakemirror", "threads", used, "whole number, 1 to 256", "8"},
    {"lakemirror", "include_databases", used, "list of globs", "[]"},
    {"lakemirror", "exclude_databases", used, "list of globs", "[]"},
    {"lakemirror", "protected_databases", used, "list of globs", "[]"},
    {"lakemirror", "unmapped_locations", used, "keep or park", "keep"},
    {"lakemirror", "delete_policy", used, "replicate or keep", "replicate"},
    {"lakemirror", "breaker_share", used, "number, 0 to 1", "0.3"},
    {"lakemirror", "breaker_min", used, "whole number, 0 to 1000000", "25"},
    {"lakemirror", "breaker_window_minutes", used, "whole number, 1 to 1440", "10"},
    {"lakemirror", "adopt_target", used, "boolean", "False"},
    {"lakemirror", "lake_formation", used, "boolean", "True"},
    {"lakemirror", "cross_account_grants", used, "boolean", "False"},
    {"lakemirror", "permissions_listed_every_seconds", used, "whole number, 1 to 3600", "60"},
    {"lakemirror", "replicator_principals", used, "list of ARNs", "[]"},
    {"lakemirror", "retention_days", used, "whole number, 1 to 3650", "90"},
    {"lakemirror", "source_profile", used, "text", ""},
    {"lakemirror", "source_role_arn", used, "ARN", ""},
    {"lakemirror", "source_endpoint", used, "URL", ""},
    {"lakemirror", "target_profile", used, "text", ""},
    {"lakemirror", "target_role_arn", used, "ARN", ""},
    {"lakemirror", "target_endpoint", used, "URL", ""},
    {"lakemirror", "ca_bundle", used, "path", ""},
    {"lakemirror", "log_level", used, "debug, info, warn, error or off", "info"},
    {"lakemirror", "log_format", used, "text or json", "text"},
    {"lakemirror", "metrics_listen", used, "HOST:PORT or off", "127.0.0.1:4589"},
};

/// How many single-character changes make one word the other, upper and lower case being the same.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution =
          diagonal + (equal_ignoring_case(a.substr(i - 1, 1), b.substr(j - 1, 1)) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
    }
  }
  return row[b.size()];
}

/// Keeps the nearest of the words it is shown, if it is near enough to be a slip of the hand.
class Nearest {
 public:
  explicit Nearest(std::string_view word) : word_(word), best_distance_(word.size() / 4 + 2) {}
  void offer(std::string_view candidate) {
    constexpr std::size_t longest = 64;  // longer than any name we know: not worth comparing
    if (word_.size() > longest) return;
    const std::size_t distance = edit_distance(word_, candidate);
    if (distance >= best_distance_) return;
    best_distance_ = distance;
    best_ = candidate;
  }
  std::string best() const { return std::string(best_); }

 private:
  std::string_view word_;
  std::size_t best_distance_;
  std::string_view best_;
};

}  // namespace

std::span<const KnownKey> known_keys() { return table; }

const KnownKey* find_known(std::string_view section, std::string_view key) {
  const auto at = std::find_if(std::begin(table), std::end(table), [&](const KnownKey& known) {
    return known.section == section && equal_ignoring_case(known.name, key);
  });
  return at == std::end(table) ? nullptr : at;
}

std::string_view section_of(std::string_view key) {
  const auto at = std::find_if(std::begin(table), std::end(table),
                               [&](const KnownKey& known) { return equal_ignoring_case(known.name, key); });
  return at == std::end(table) ? std::string_view() : at->section;
}

bool is_known_section(std::string_view section) {
  return std::any_of(std::begin(table), std::end(table),
                     [&](const KnownKey& known) { return known.section == section; });
}

std::string nearest_key(std::string_view section, std::string_view key) {
  Nearest nearest(key);
  for (const KnownKey& known : table) {
    if (known.section == section) nearest.offer(known.name);
  }
  return nearest.best();
}

std::string nearest_section(std::string_view section) {
  Nearest nearest(section);
  for (const KnownKey& known : table) nearest.offer(known.section);
  return nearest.best();
}

}  // namespace lakemirror::config
