#include "workload/lake_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "workload/comparison_rules.h"
#include "workload/lake_entries.h"

namespace lakemirror::workload {
namespace {

// A dump leaves Lake Formation out where nothing has happened yet. This is what is there all the same: what a
// new account has (documented, and seen).
constexpr std::string_view new_account = R"({
  "settings": {
    "DataLakeAdmins": [],
    "CreateDatabaseDefaultPermissions": [
      {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}],
    "CreateTableDefaultPermissions": [
      {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}],
    "Parameters": {"CROSS_ACCOUNT_VERSION": "4", "SET_CONTEXT": "TRUE"}},
  "grants": [{"principal": "IAM_ALLOWED_PRINCIPALS", "resource": {"Catalog": {}},
              "permissions": ["CREATE_DATABASE"], "grantable": []}]})";

json::object lake_of(const json::object& dump) {
  const auto* found = object_at(dump, "lake_formation");
  return found != nullptr ? *found : parse_json(new_account)->as_object();
}

int version_of(const json::object& settings) {
  int version = 0;
  if (const auto* parameters = object_at(settings, "Parameters")) {
    const auto text = text_or(*parameters, "CROSS_ACCOUNT_VERSION");
    std::from_chars(text.data(), text.data() + text.size(), version);
  }
  return version;
}

void drop_admins(json::object& target, const json::object& source, std::string_view list,
                 const std::set<std::string>& allowed) {
  auto* held = target.if_contains(list);
  if (held == nullptr || !held->is_array()) return;
  const auto* wanted = array_at(source, list);
  json::array kept;
  for (auto& admin : held->get_array()) {
    const std::string name(text_or(admin.as_object(), "DataLakePrincipalIdentifier"));
    const bool at_source =
        wanted != nullptr && std::find(wanted->begin(), wanted->end(), admin) != wanted->end();
    if (at_source || !allowed.contains(name)) kept.push_back(admin);
  }
  *held = std::move(kept);
}

// What the target may have beyond the source: administrators of its own, and a newer version of the
// cross-account settings, which AWS may not take back.
void forgive(json::object& target, const json::object& source, const ComparisonOptions& options) {
  for (const auto* list : {"DataLakeAdmins", "ReadOnlyAdmins"})
    drop_admins(target, source, list, options.target_admins);
  if (version_of(target) > version_of(source) && version_of(source) > 0) {
    target["Parameters"].as_object()["CROSS_ACCOUNT_VERSION"] =
        source.at("Parameters").as_object().at("CROSS_ACCOUNT_VERSION");
  }
}

/// The catalogs of both sides; nullptr where a dump has none.
struct Catalogs {
  const json::object* source;
  const json::object* target;
};

void compare_kind(const LakeEntries& expected, const LakeEntries& found, const Catalogs& catalogs,
                  const ComparisonOptions& options, Comparison& result) {
  const auto differ = [&](const LakeEntry& entry, const std::string& words) {
    // What belongs to an object that one side lacks altogether would only repeat what was said of the object.
    const bool of_object = !entry.at.database.empty();
    if (of_object && is_in_catalog(catalogs.source, entry.at) != is_in_catalog(catalogs.target, entry.at))
      return;
    auto difference = entry.at;
    difference.text += ": " + words;
    add_difference(result, std::move(difference), options);
  };
  for (const auto& [key, entry] : expected) {
    const auto other = found.find(key);
    if (other == found.end()) {
      differ(entry, "only at the source");
    } else if (const auto words = first_difference(entry.body, other->second.body, ""); !words.empty()) {
      differ(entry, words);
    }
  }
  for (const auto& [key, entry] : found) {
    if (!expected.contains(key)) differ(entry, "only at the target");
  }
}

}  // namespace

void add_difference(Comparison& result, Difference difference, const ComparisonOptions& options) {
  ++result.total_differences;
  if (result.differences.size() < options.max_differences)
    result.differences.push_back(std::move(difference));
}

void compare_lakes(const json::object& source_dump, const json::object& target_dump,
                   const ComparisonOptions& options, Comparison& result) {
  const auto source = lake_of(source_dump);
  auto target = lake_of(target_dump);
  if (object_at(target, "settings") != nullptr && object_at(source, "settings") != nullptr)
    forgive(target["settings"].as_object(), source.at("settings").as_object(), options);
  const Catalogs catalogs{object_at(source_dump, "databases"), object_at(target_dump, "databases")};
  const LakeReader expected(
      {.buckets = options.buckets, .own_principals = options.own_principals, .databases = catalogs.source});
  const LakeReader found({.own_principals = options.own_principals, .databases = catalogs.target});
  compare_kind(expected.settings(source), found.settings(target), catalogs, options, result);
  for (const auto& kind : lake_kinds()) {
    const auto a = (expected.*kind.read)(source);
    const auto b = (found.*kind.read)(target);
    result.counts.push_back({kind.name, a.size(), b.size()});
    compare_kind(a, b, catalogs, options, result);
  }
}

}  // namespace lakemirror::workload
