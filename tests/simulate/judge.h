#pragma once

#include <string>
#include <vector>

#include "journal/journal.h"
#include "local/aws.h"
#include "simulate/history.h"
#include "simulate/plan.h"

namespace lakemirror::simulate {

constexpr const char* kAccount = "123456789012";
/// Whoever calls the local AWS without a signature: the workload, and the replicator at either side.
constexpr const char* kCaller = "arn:aws:iam::123456789012:user/local";
/// Administers the target, and is nobody at the source: whatever comes from there, he stays.
constexpr const char* kTargetOperator = "arn:aws:iam::123456789012:role/target-operator";
constexpr const char* kSourceRegion = "eu-central-1";
constexpr const char* kTargetRegion = "eu-west-1";

workload::Comparison compare_regions(const local::Aws& aws, const Plan& plan);

/// What must hold at every moment: no object differs of which every change is marked `Y`, and the target has
/// kept its own administrator. One complaint a difference.
std::vector<std::string> false_claims(const local::Aws& aws, const Plan& plan, const History& history,
                                      journal::Journal& journal);

/// What must hold once everything has come to rest: equal, everything delivered, nothing pending, nothing
/// parked.
std::vector<std::string> unfinished(const local::Aws& aws, const Plan& plan, const History& history,
                                    journal::Journal& journal);

}  // namespace lakemirror::simulate
