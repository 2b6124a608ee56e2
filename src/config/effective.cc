#include "config/effective.h"

#include <map>

#include "base/json.h"
#include "base/text.h"
#include "config/known_keys.h"

namespace lakemirror::config {

namespace {

using Values = std::map<std::string, std::string, std::less<>>;  ///< by key; no two sections share one

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + "'";
}

std::string list(const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  parts.reserve(names.size());
  for (const std::string& name : names) parts.push_back(quoted(name));
  return "[" + join(parts, ", ") + "]";
}

std::string dict(const std::vector<mapping::LocationMapping::Rule>& rules) {
  std::vector<std::string> parts;
  parts.reserve(rules.size());
  for (const auto& [from, to] : rules) parts.push_back(quoted(from) + ": " + quoted(to));
  return "{" + join(parts, ", ") + "}";
}

std::string boolean(bool value) { return value ? "True" : "False"; }

template <class Unit>
std::string in(Seconds duration) {
  return std::to_string(std::chrono::duration_cast<Unit>(duration).count());
}

template <class Enum>
std::string word(Enum value, std::initializer_list<std::string_view> words) {
  return std::string(words.begin()[static_cast<std::size_t>(value)]);
}

void add_catalog(const Configuration& c, Values& out) {
  out["source_region"] = c.source.region;
  out["destination_region"] = c.target.region;
  out["cloudtrail_lookup_hour_duration"] =
      fmt::format("{}", static_cast<double>(c.lookup_window.count()) / 3600);
  out["S3BucketMapping"] = dict(c.location_rules);
  out["sync_glue_catalog"] = boolean(c.sync_glue_catalog);
  out["delete_target_catalog_objects"] = boolean(c.sync_deletes);
  out["sync_lf_permissions"] = boolean(c.sync_lf_permissions);
}

void add_sides(const Configuration& c, Values& out) {
  for (const auto& [name, side] :
       {std::pair<std::string, const Side&>("source", c.source), {"target", c.target}}) {
    out[name + "_profile"] = side.profile;
    out[name + "_role_arn"] = side.role_arn;
    out[name + "_endpoint"] = side.endpoint;
  }
  out["ca_bundle"] = c.source.ca_bundle;
}

void add_feed(const Configuration& c, Values& out) {
  out["tick_seconds"] = in<Seconds>(c.tick);
  out["deep_pass_minutes"] = in<std::chrono::minutes>(c.deep_pass_every);
  out["lookup_requests_per_second"] = fmt::format("{}", c.lookup_requests_per_second);
  out["lookup_by"] = word(c.lookup_by, {"auto", "source", "name", "read_only"});
  out["read_settle_seconds"] = in<Seconds>(c.read_settle);
  out["trail_settle_minutes"] = in<std::chrono::minutes>(c.trail_settle);
  out["full_compare_minutes"] = in<std::chrono::minutes>(c.full_compare_every);
  out["threads"] = std::to_string(c.threads);
}

void add_guards(const Configuration& c, Values& out) {
  out["include_databases"] = list(c.include_databases);
  out["exclude_databases"] = list(c.exclude_databases);
  out["protected_databases"] = list(c.protected_databases);
  out["unmapped_locations"] = word(c.unmapped_locations, {"keep", "park"});
  out["delete_policy"] = word(c.delete_policy, {"replicate", "keep"});
  out["breaker_share"] = fmt::format("{}", c.breaker_share);
  out["breaker_min"] = std::to_string(c.breaker_min);
  out["breaker_window_minutes"] = in<std::chrono::minutes>(c.breaker_window);
  out["adopt_target"] = boolean(c.adopt_target);
  out["lake_formation"] = boolean(c.lake_formation);
  out["cross_account_grants"] = boolean(c.cross_account_grants);
  out["permissions_listed_every_seconds"] = in<Seconds>(c.permissions_listed_every);
  out["replicator_principals"] = list(c.replicator_principals);
}

void add_process(const Configuration& c, Values& out) {
  out["journal"] = c.journal;
  out["journal_bucket"] = c.journal_bucket;
  out["lease_seconds"] = in<Seconds>(c.lease);
  out["retention_days"] = std::to_string(c.retention.count());
  out["log_level"] = word(c.log_level, {"debug", "info", "warn", "error", "off"});
  out["log_format"] = word(c.log_format, {"text", "json"});
  out["metrics_listen"] = c.metrics_listen.text();
}

std::string escape_percent(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '%' ? "%%" : std::string(1, c);
  return out;
}

}  // namespace

std::string effective_text(const Configuration& configuration) {
  Values values;
  add_catalog(configuration, values);
  add_sides(configuration, values);
  add_feed(configuration, values);
  add_guards(configuration, values);
  add_process(configuration, values);
  std::string out;
  std::string_view section;
  for (const KnownKey& known : known_keys()) {
    const auto value = values.find(known.name);
    if (value == values.end())
      continue;  // what it says is said by another key: target_s3_locations by S3BucketMapping
    if (known.section != section) {
      out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", known.section);
      section = known.section;
    }
    out += fmt::format("{} = {}\n", known.name, escape_percent(value->second));
  }
  return out;
}

}  // namespace lakemirror::config
