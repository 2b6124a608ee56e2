#include <fmt/format.h>

#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

std::string location_subject(const std::string& arn) {
  return GrantedOn{.kind = GrantedOn::Kind::location, .name = arn}.subject();
}

std::string role(Studio& studio) {
  static const std::vector<std::string> roles = {"lake-data-access", "service-role/LakeRegistration"};
  return fmt::format("arn:aws:iam::{}:role/{}", studio.options.account, pick(studio.random, roles));
}

std::optional<std::string> some_location(Studio& studio,
                                         const std::function<bool(const std::string&)>& wanted) {
  std::vector<std::string> arns;
  for (const auto& arn : keys_of(studio.state.lake.locations)) {
    if (wanted(arn)) arns.push_back(arn);
  }
  if (arns.empty()) return std::nullopt;
  return pick(studio.random, arns);
}

}  // namespace

std::optional<Change> register_location(Studio& studio) {
  static const std::vector<std::string> folders = {"", "/raw", "/curated/eu=1"};
  const auto arn = fmt::format("arn:aws:s3:::{}{}", pick(studio.random, studio.options.buckets),
                               pick(studio.random, folders));
  if (studio.state.lake.locations.contains(arn)) return std::nullopt;
  const LocationState made{.service_linked = studio.random.chance(0.3), .hybrid = studio.random.chance(0.3)};
  json::object input{{"ResourceArn", arn}};
  if (made.service_linked) {
    input["UseServiceLinkedRole"] = true;
  } else {
    input["RoleArn"] = role(studio);
  }
  if (made.hybrid) input["HybridAccessEnabled"] = true;
  return lake_change("RegisterResource", location_subject(arn), std::move(input),
                     [arn, made](State& state) { state.lake.locations[arn] = made; });
}

std::optional<Change> update_location(Studio& studio) {
  const auto& locations = studio.state.lake.locations;
  const auto arn =
      some_location(studio, [&](const std::string& name) { return !locations.at(name).service_linked; });
  if (!arn) return std::nullopt;
  const bool hybrid = studio.random.chance(0.5);
  return lake_change("UpdateResource", location_subject(*arn),
                     {{"ResourceArn", *arn}, {"RoleArn", role(studio)}, {"HybridAccessEnabled", hybrid}},
                     [arn = *arn, hybrid](State& state) { state.lake.locations[arn].hybrid = hybrid; });
}

std::optional<Change> deregister_location(Studio& studio) {
  const auto& lake = studio.state.lake;
  if (lake.locations.size() <= studio.options.keep.locations) return std::nullopt;
  const auto arn = some_location(studio, [&](const std::string& name) {
    return studio.options.granted_locations_go || !lake.is_location_granted(name);
  });
  if (!arn) return std::nullopt;
  return lake_change("DeregisterResource", location_subject(*arn), {{"ResourceArn", *arn}},
                     [arn = *arn](State& state) { state.lake.remove_location(arn); });
}

}  // namespace lakemirror::workload
