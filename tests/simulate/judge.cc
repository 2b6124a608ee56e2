#include "simulate/judge.h"

#include <fmt/format.h>

namespace lakemirror::simulate {

workload::Comparison compare_regions(const local::Aws& aws, const Plan& plan) {
  return workload::compare(aws.dump(kAccount, kSourceRegion), aws.dump(kAccount, kTargetRegion),
                           {.buckets = plan.buckets,
                            .lake_formation = plan.lake_formation,
                            .own_principals = {kCaller},
                            .target_admins = {kCaller}});
}

std::vector<std::string> false_claims(const local::Aws& aws, const Plan& plan, const History& history,
                                      journal::Journal& journal) {
  std::vector<std::string> out;
  for (const auto& difference : compare_regions(aws, plan).differences) {
    if (history.claims_equal(difference, journal)) {
      out.push_back("every change is marked Y, but " + difference.text);
    }
  }
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
