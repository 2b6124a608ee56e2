#include "simulate/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulate/excess.h"
#include "simulate/judge.h"
#include "workload/administrator.h"

namespace lakemirror::simulate {
namespace {

// 1 September 2026: any date will do that is not the epoch.
constexpr Time kBegin{std::chrono::sys_days{std::chrono::year{2026} / 9 / 1}};
// Coming to rest takes the slowest delivery, a deep pass, read_settle and a few retries; far beyond that is
// never.
constexpr int kRestTicks = 600;
// A process that dies every few minutes may never get through a comparison of everything: in the end it
// lives.
constexpr int kRestTicksWithCrashes = 200;
constexpr std::size_t kComplaints = 12;  // more of the same help nobody

// What the replicator reads. Whatever it may not see it must not take for absent.
constexpr std::array kReads = {
    "GetDatabase",         "GetDatabases",        "GetTable",           "GetTables",
    "GetPartitions",       "BatchGetPartition",   "ListPermissions",    "ListLFTags",
    "GetDataLakeSettings", "GetResourceLFTags",   "GetLFTagExpression", "ListLFTagExpressions",
    "GetDataCellsFilter",  "ListDataCellsFilter", "DescribeResource",   "ListResources"};
constexpr std::size_t kCatalogReads = 6;  // of them

mapping::Mapping make_mapping(const Plan& plan) {
  auto locations = mapping::LocationMapping::create(plan.buckets);
  if (!locations) std::abort();  // the plan's own pairs are right, or the simulator is not
  return mapping::Mapping({.locations = *std::move(locations)});
}

}  // namespace

Simulation::Simulation(Plan plan, bool tell, Store::Kind kind)
    : plan_(std::move(plan)),
      tells_(tell),
      random_(plan_.seed ^ 0x73696dull),
      clock_(kBegin),
      aws_(local::Options{
          .clock = &clock_, .account = kAccount, .knobs = plan_.knobs, .verify_signatures = false}),
      hands_(aws_, kAccount, kSourceRegion),
      source_(aws_, kAccount, kSourceRegion),
      target_(aws_, kAccount, kTargetRegion),
      mapping_(make_mapping(plan_)),
      store_(kind, clock_, plan_.seed),
      witness_(history_, plan_.settle),
      workload_(hands_, plan_.workload) {
  verdict_.seed = plan_.seed;
  watch_replies();
  start_machine();
}

void Simulation::watch_replies() {
  for (auto* client : {&source_, &target_}) {
    client->on_reply = [this, at_source = client == &source_](
                           std::string_view operation, const json::object& input, const local::Reply& reply) {
      witness_.saw_reply({.operation = operation,
                          .input = input,
                          .code = reply.code,
                          .message = reply.message,
                          .output = reply.output,
                          .at_source = at_source,
                          .age = reply.age,
                          .at = clock_.now()});
    };
  }
}

CrashingClient::Ears Simulation::ears(bool at_source) {
  CrashingClient::Ears out;
  if (tells_) out.tried = [this](std::string_view line) { tell(line); };
  out.answered = [this, at_source](std::string_view operation, const json::object& input,
                                   const CrashingClient::Answer& answer) {
    static const json::object nothing;
    witness_.saw_answer({.operation = operation,
                         .input = input,
                         .code = answer ? std::string_view() : answer.error().code,
                         .message = answer ? std::string_view() : answer.error().message,
                         .output = answer ? *answer : nothing,
                         .at_source = at_source,
                         .at = clock_.now()});
  };
  return out;
}

void Simulation::start_machine() {
  crash_.revive();
  machine_.reset();
  const CrashingJournal::Ears journal_ears{
      .stored =
          [this](const model::Event& event) {
            history_.arrived(event);
            witness_.arrived(event, clock_.now());
          },
      .handed_out = [this](std::span<const model::Entry> entries) { witness_.handed_out(entries); },
      .settled = [this](std::span<const model::Outcome> outcomes) { witness_.settled(outcomes); }};
  const Machine::Sides sides{source_,      target_,    store_.open(crash_), mapping_,       clock_,
                             journal_ears, ears(true), ears(false),         store_.guards()};
  machine_ = std::make_unique<Machine>(sides, crash_, plan_);
}

void Simulation::tell(std::string_view line) {
  if (tells_) verdict_.story += fmt::format("{} {}\n", format_time(clock_.now()), line);
}

void Simulation::note_complaints(std::vector<std::string> complaints) {
  for (auto& complaint : complaints) {
    if (verdict_.complaints.size() == kComplaints) return;
    tell("!! " + complaint);
    if (std::find(verdict_.complaints.begin(), verdict_.complaints.end(), complaint) ==
        verdict_.complaints.end()) {
      verdict_.complaints.push_back(std::move(complaint));
    }
  }
}

// Only administrators see everything. Errors are injected here as everywhere.
void Simulation::administer() {
  for (auto* client : {&hands_, &target_}) {
    std::vector<std::string> others;
    if (client == &target_) others = {kTargetOperator};
    for (int attempt = 0; attempt < kRestTicks; ++attempt) {
      const auto made = workload::become_administrator(*client, others);
      if (made && *made != kCaller) std::abort();
      if (made) break;
    }
  }
  clock_.advance(plan_.settle);  // who administered before is not to be read any more
}

void Simulation::change() {
  History::Made made{.at = clock_.now()};
  hands_.on_reply = [&](std::string_view, const json::object&, const local::Reply& reply) {
    made.requests.push_back(reply.request_id);
  };
  auto step = workload_.step();
  hands_.on_reply = {};
  if (step) {
    made.step = *step;
    made.refused = step->refused;
  } else {
    made.step = {.event_name = step.error().operation, .subject = step.error().subject};
    made.refused = true;
  }
  ++verdict_.changes;
  tell(fmt::format("{} {}{}", made.step.event_name, made.step.subject,
                   step ? (step->refused ? ", refused: " + step->code : "") : ": " + step.error().text()));
  history_.add(std::move(made));
}

void Simulation::pause() {
  if (random_.chance(plan_.same_instant)) return;
  clock_.advance(Milliseconds(random_.below(static_cast<std::uint64_t>(plan_.longest_pause.count()))));
}

void Simulation::set_denied(json::array operations) {
  denies_ = !operations.empty();
  tell(fmt::format("-- denied: {}", json::serialize(operations)));
  if (!aws_.set_knobs({{"deny_operations", std::move(operations)}})) std::abort();
}

void Simulation::deny_or_allow() {
  if (plan_.denial <= 0) return;
  if (denies_) {
    if (random_.chance(0.2)) set_denied({});
  } else if (random_.chance(plan_.denial)) {
    set_denied({kReads[random_.below(plan_.lake_formation ? kReads.size() : kCatalogReads)]});
  }
}

void Simulation::tick(bool may_crash) {
  // A pass makes some tens of calls; beyond its last one the crash happens in the next pass, or never.
  if (random_.chance(plan_.crash) && may_crash) crash_.arm(1 + random_.below(60), random_.chance(0.5));
  witness_.tick_began();
  // A stale listing may show for a while what was taken away since.
  const bool reads_are_current = plan_.knobs.stale_read <= 0;
  const auto before = reads_are_current ? excess_of(aws_, plan_) : Excess();
  const auto done = machine_->tick();
  if (reads_are_current) note_complaints(given_in_vain(before, excess_of(aws_, plan_), history_));
  ++verdict_.passes;
  if (done.pass) verdict_.parked += done.pass->parked;
  if (crash_.dead()) {
    ++verdict_.crashes;
    tell("-- crash");
    witness_.process_died();
    start_machine();
  } else if (tells_) {
    tell(fmt::format(
        "-- pull {}; pass {}",
        done.pull ? fmt::format("{} pages, {} stored", done.pull->pages, done.pull->stored)
                  : done.pull.error().text(),
        done.pass
            ? fmt::format("{} entries: {} settled, {} provisional, {} waiting, {} parked; +{} ~{} -{}",
                          done.pass->entries, done.pass->settled, done.pass->provisional, done.pass->waiting,
                          done.pass->parked, done.pass->created, done.pass->updated, done.pass->deleted)
            : done.pass.error().text()));
  }
  note_complaints(false_claims(aws_, plan_, history_, store_.judged()));
}

void Simulation::come_to_rest() {
  if (denies_) set_denied({});
  const Time delivered = clock_.now() + plan_.knobs.delivery_delay_max;
  for (int ticks = 0; ticks < kRestTicks; ++ticks) {
    clock_.advance(Seconds(60));
    tick(ticks < kRestTicksWithCrashes);
    if (clock_.now() <= delivered || !history_.undelivered().empty()) continue;
    // What is parked is tried again by itself, if rarely; only what stays parked is a complaint.
    const auto counts = store_.judged().counts();
    if (counts && counts->pending == 0 && counts->parked == 0) break;
  }
  note_complaints(unfinished(aws_, plan_, history_, store_.judged()));
  tell("-- at rest");
}

Verdict Simulation::run() {
  tell(plan_.text());
  if (plan_.lake_formation) administer();
  // A journal begins with a look at the past hour; what is older is for `sync`, not for a history that is
  // followed.
  for (int attempt = 0; attempt < kRestTicks && !machine_->has_begun(); ++attempt) machine_->tick();
  for (int i = 0; i < plan_.changes; ++i) {
    change();
    pause();
    deny_or_allow();
    if (random_.chance(0.4)) tick();
    if (random_.chance(plan_.outage)) clock_.advance(std::chrono::hours(1 + random_.below(10)));
    if (random_.chance(plan_.drain)) come_to_rest();
  }
  come_to_rest();
  const auto counts = store_.judged().counts();
  if (counts) verdict_.events = counts->pending + counts->parked + counts->processed;
  return std::move(verdict_);
}

}  // namespace lakemirror::simulate
