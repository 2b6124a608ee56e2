#include "workload/workload.h"

namespace lakemirror::workload {
namespace {

// A kind of change that has not happened for this many steps comes first, so that a short run has them all.
constexpr std::size_t overdue_after = 60;
// Share of changes that make what is missing of what is to be kept, so that it is there before long.
constexpr double fill = 0.25;
// Draws before giving up on finding a change the state allows; creating something is nearly always possible.
constexpr int most_draws = 100;
// Tries of a call that AWS says may succeed later. The client has its own retries below this.
constexpr int most_tries = 10;

Options completed(Options options) {
  if (options.buckets.empty()) options.buckets = source_buckets();
  return options;
}

/// A batch succeeds as a whole, and tells in its answer which of its entries were throttled.
bool any_entry_throttled(const json::object& answer) {
  const auto* failures = array_at(answer, "Failures");
  return failures != nullptr && std::any_of(failures->begin(), failures->end(), [](const json::value& failure) {
           return json::serialize(failure).find("Rate exceeded") != std::string::npos;
         });
}

}  // namespace

Workload::Workload(aws::Client& source, Options options)
    : source_(source),
      options_(completed(std::move(options))),
      random_(options_.seed),
      names_(random_, options_.spellings, options_.first_name),
      bodies_(random_, names_, options_),
      studio_{state_, random_, names_, bodies_, options_} {}

std::optional<Change> Workload::overdue_change() {
  for (const auto& [name, weight] : options_.weights) {
    const auto last = last_done_.find(name);
    const auto since = steps_ - (last == last_done_.end() ? 0 : last->second);
    if (weight <= 0 || since <= overdue_after) continue;
    if (auto change = make_change(studio_, name)) return change;
  }
  return std::nullopt;
}

// The first of what is to be kept that there is too little of; empty when nothing is missing.
std::string_view Workload::missing_name() const {
  const auto& keep = options_.keep;
  const auto& lake = state_.lake;
  const bool tables = state_.count(TableKind::hive) >= keep.tables &&
                      state_.count(TableKind::view) >= keep.views &&
                      state_.count(TableKind::iceberg) >= keep.iceberg_tables &&
                      state_.count(TableKind::link) >= keep.resource_links;
  if (state_.databases.size() < keep.databases) return "CreateDatabase";
  if (!tables) return "CreateTable";
  if (state_.partitions() < keep.partitions) return "BatchCreatePartition";
  if (lake.locations.size() < keep.locations) return "RegisterResource";
  if (lake.tags.size() < keep.tags) return "CreateLFTag";
  if (lake.expressions.size() < keep.expressions) return "CreateLFTagExpression";
  if (lake.assignments.size() < keep.tagged_resources) return "AddLFTagsToResource";
  if (lake.filters.size() < keep.filters) return "CreateDataCellsFilter";
  return lake.grants.size() < keep.grants ? "BatchGrantPermissions" : "";
}

const std::string& Workload::weighted_name() {
  double total = 0;
  for (const auto& [name, weight] : options_.weights) total += weight;
  double left = random_.fraction() * total;
  for (const auto& [name, weight] : options_.weights) {
    if (left < weight) return name;
    left -= weight;
  }
  return options_.weights.rbegin()->first;
}

Change Workload::next_change() {
  if (random_.chance(options_.failing)) {
    const bool of_lake = options_.changes_lake() && random_.chance(0.4);
    if (auto change = of_lake ? make_refused_lake_change(studio_) : make_refused_change(studio_))
      return *change;
  }
  if (auto change = overdue_change()) return *change;
  if (const auto name = missing_name(); !name.empty() && random_.chance(fill)) {
    if (auto change = make_change(studio_, name)) return *change;
  }
  for (int draw = 0; draw < most_draws; ++draw) {
    if (auto change = make_change(studio_, weighted_name())) return *change;
  }
  return *make_refused_change(studio_);  // a full catalog with nothing to spare: say so to AWS and be refused
}

Workload::Sent Workload::send(Change& change) {
  for (int attempt = 1;; ++attempt) {
    auto answer = source_.call(change.service, change.event_name, change.input);
    const bool again = answer ? any_entry_throttled(*answer) : answer.error().kind == ErrorKind::retry;
    if (!again || attempt == most_tries) return {.answer = std::move(answer), .tries = attempt};
    // A lost race for the version, or an update that took effect though its answer was lost: without the lock
    // the same body is simply written again.
    if (change.event_name == "UpdateTable") change.input.erase("VersionId");
  }
}

// What is refused only when it is tried again was done at the first try, whatever the words of the refusal.
void Workload::learn(const Change& change, const Sent& sent) {
  if (sent.tries > 1 && sent.answer.error().kind != ErrorKind::retry) change.commit(state_);
}

Result<Step> Workload::step() {
  ++steps_;
  auto change = next_change();
  Step step{.event_name = change.event_name, .subject = change.subject, .principal = change.principal};
  const Sent sent = send(change);
  if (sent.answer) {
    change.commit(state_);
    ++done_[change.event_name];
    last_done_[change.event_name] = steps_;
    return step;
  }
  auto error = sent.answer.error();
  error.subject = change.subject;
  if (change.expect != Change::Expect::success) {
    step.refused = true;
    step.code = error.code;
    return step;
  }
  // An earlier attempt that seemed to fail may have taken effect; then this is what it looks like.
  learn(change, sent);
  return fail(std::move(error));
}

}  // namespace lakemirror::workload
