#include "simulate/judge.h"

#include <fmt/format.h>

#include <algorithm>

namespace lakemirror::simulate {

namespace {

bool is_administrator(const json::object& dump, std::string_view principal) {
  const auto* lake = object_at(dump, "lake_formation");
  const auto* settings = lake == nullptr ? nullptr : object_at(*lake, "settings");
  const auto* admins = settings == nullptr ? nullptr : array_at(*settings, "DataLakeAdmins");
  return admins != nullptr && std::any_of(admins->begin(), admins->end(), [&](const auto& admin) {
           return text_or(admin.get_object(), "DataLakePrincipalIdentifier") == principal;
         });
}

}  // namespace

workload::Comparison compare_regions(const local::Aws& aws, const Plan& plan) {
  return workload::compare(aws.dump(kAccount, kSourceRegion), aws.dump(kAccount, kTargetRegion),
                           {.buckets = plan.buckets,
                            .lake_formation = plan.lake_formation,
                            .own_principals = {kCaller},
                            .target_admins = {kCaller, kTargetOperator}});
}

std::vector<std::string> false_claims(const local::Aws& aws, const Plan& plan, const History& history,
                                      journal::Journal& journal) {
  std::vector<std::string> out;
  for (const auto& difference : compare_regions(aws, plan).differences) {
    if (history.claims_equal(difference, journal)) {
      out.push_back("every change is marked Y, but " + difference.text);
    }
  }
  if (plan.lake_formation && !is_administrator(aws.dump(kAccount, kTargetRegion), kTargetOperator))
    out.push_back("the target has lost its own administrator");
  return out;
}

std::vector<std::string> unfinished(const local::Aws& aws, const Plan& plan, const History& history,
                                    journal::Journal& journal) {
  std::vector<std::string> out;
  const auto comparison = compare_regions(aws, plan);
  for (const auto& difference : comparison.differences) out.push_back("at rest, but " + difference.text);
  for (const auto* made : history.undelivered()) {
    out.push_back(fmt::format("never arrived: {} {} at {}", made->step.event_name, made->step.subject,
                              format_time(made->at)));
  }
  for (const auto flag : {model::ProcessedFlag::pending, model::ProcessedFlag::parked}) {
    const auto entries = journal.list({.flag = flag, .limit = 10});
    if (!entries) {
      out.push_back("the journal cannot be read: " + entries.error().text());
      continue;
    }
    for (const auto& entry : *entries) {
      out.push_back(fmt::format("{} since {}: {} {}, {} attempts: {}",
                                flag == model::ProcessedFlag::parked ? "parked" : "still pending",
                                format_time(entry.event.event_time), entry.event.event_name,
                                entry.event.event_id, entry.attempts,
                                entry.error.empty() ? entry.reason : entry.error));
    }
  }
  return out;
}

}  // namespace lakemirror::simulate
