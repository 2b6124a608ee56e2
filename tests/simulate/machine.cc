#include "simulate/machine.h"

#include "journal/lease_errors.h"
#include "simulate/judge.h"

namespace lakemirror::simulate {
namespace {

pipeline::Settings settings(const Plan& plan) {
  pipeline::Settings out;
  out.read_settle = plan.settle;
  out.threads = 1;  // more would make a run unrepeatable
  out.source_account = kAccount;
  out.source_region = kSourceRegion;
  out.target_account = kAccount;
  out.lake_formation = plan.lake_formation;
  out.grants_listed_every = plan.grants_listed_every;
  if (plan.lake_formation) {
    out.own_source_principals = {kCaller};
    out.own_target_principals = {kCaller};
  }
  return out;
}

}  // namespace

Machine::Machine(const Sides& sides, CrashSwitch& crash, const Plan& plan)
    : source_(sides.source, crash, sides.source_ears, plan.tries),
      target_(sides.target, crash, sides.target_ears, plan.tries),
      journal_(sides.journal, crash, sides.journal_ears),
      intake_(journal_),
      feed_(source_, intake_, sides.clock, {}),
      guards_(sides.guards),
      replicator_(source_, target_, journal_, sides.mapping, sides.clock, settings(plan), nullptr, guards_) {}

Machine::Tick Machine::tick() {
  if (guards_.lease != nullptr) {
    const auto taken = guards_.lease->acquire();
    const auto error = taken ? journal::lease_lost("the process before has it still") : taken.error();
    if (!taken || !*taken) return {fail(error), fail(error)};
  }
  if (!checked_) {
    if (auto checked = replicator_.check_target(); !checked)
      return {fail(checked.error()), fail(checked.error())};
    checked_ = true;
  }
  auto pull = feed_.pull();
  has_begun_ |= pull && pull->complete;
  return {std::move(pull), replicator_.replicate()};
}

}  // namespace lakemirror::simulate
