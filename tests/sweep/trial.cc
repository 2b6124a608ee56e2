#include "sweep/trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "sweep/places.h"
#include "sweep/subject.h"

namespace lakemirror::sweep {

namespace {

const Time kBegin = *parse_time("2026-11-22T10:00:00Z");
constexpr Milliseconds kRestart = Seconds(10);  // until whoever watches over the process starts it again
constexpr int kMostEnds = 40;                   // of the process
constexpr int kDeniedTicks = 4;                 // under a denial, after the last change
// What was parked is tried again after a quarter of an hour, and twice as long for each time it was in vain.
constexpr int kMostTicks = 200;
constexpr std::size_t kMostComplaints = 8;

}  // namespace

Trial::Trial(const Kind& kind, Shelf::Kind shelf, std::optional<Blow> blow, bool tells)
    : kind_(kind),
      tells_(tells),
      clock_(kBegin),
      aws_({.clock = &clock_, .account = std::string(kAccount), .verify_signatures = false}),
      source_(aws_, std::string(kAccount), std::string(kSourceRegion)),
      target_(aws_, std::string(kAccount), std::string(kTargetRegion)),
      shelf_(shelf, clock_),
      storm_(blow),
      judge_(kind, aws_, history_, shelf_) {
  if (!aws_.set_knobs(kind.knobs)) std::abort();  // read when the kind was
}

void Trial::tell(std::string line) {
  if (tells_) verdict_.story += fmt::format("{} {}\n", format_time(clock_.now()), line);
}

void Trial::note(std::vector<std::string> complaints) {
  for (auto& complaint : complaints) {
    tell("!! " + complaint);
    auto& all = verdict_.complaints;
    if (all.size() < kMostComplaints && std::ranges::find(all, complaint) == all.end())
      all.push_back(std::move(complaint));
  }
}

Follower::Surroundings Trial::surroundings() {
  Follower::Surroundings out{.aws = aws_,
                             .shelf = shelf_,
                             .clock = clock_,
                             .storm = storm_,
                             .mapping = kind_.mapping,
                             .settings = kind_.settings};
  if (tells_) out.asked = [this](std::string line) { tell(std::move(line)); };
  out.stored = [this](const model::Event& event) { history_.arrived(event); };
  return out;
}

Verdict Trial::run() {
  play();
  while (!is_over_) {
    storm_.revive();
    Follower follower(surroundings());
    follower_ = &follower;
    on_end(follower.run([this](const auto& tick) { on_tick(tick); },
                        [this](const auto& tick) { on_wait(tick); }));
    follower_ = nullptr;
  }
  if (storm_.blow() && storm_.struck() == 0) note({"the blow never fell"});
  verdict_.victim = storm_.victim();
  verdict_.requests = storm_.requests();
  verdict_.writes = storm_.writes();
  return std::move(verdict_);
}

/// The process has ended: by a death, by an Error that no retry mends, or because it was over.
void Trial::on_end(const Result<void>& ended) {
  tell(ended ? "-- the process was stopped" : "-- the process ended: " + ended.error().text());
  note(judge_.after_a_tick());
  if (is_over_) return;
  if (++ends_ > kMostEnds) {
    note({"the process ends again and again" + (ended ? "" : ": " + ended.error().text())});
    return end();
  }
  if (ended || storm_.is_dead()) return;
  // Here the operator reads what the process says in the end.
  if (ended.error().hint.empty()) note({"ended without a hint: " + ended.error().text()});
  if (is_denied() && ends_ > kDeniedTicks) allow(ended.error().text());
  clock_.advance(kRestart);
}

void Trial::on_tick(const pipeline::Loop::Tick& tick) {
  tell(fmt::format(
      "-- tick: {} stored; {} entries: {} settled, {} provisional, {} waiting, {} parked; "
      "+{} ~{} -{}; {}",
      tick.pull.stored, tick.pass.entries, tick.pass.settled, tick.pass.provisional, tick.pass.waiting,
      tick.pass.parked, tick.pass.created, tick.pass.updated, tick.pass.deleted, tick.trouble));
  note(judge_.after_a_tick());
  const bool is_about_denial = storm_.blow() && storm_.blow()->mishap == Mishap::denied;
  if (!is_about_denial) note(judge_.parked_in_vain());
  if (--ticks_to_go_ > 0) return;
  if (next_step_ < kind_.steps.size()) return play();
  rest(tick.trouble);
  if (is_over_) follower_->stop();
}

/// The process stands by: another one had the lease, or it cannot be asked for.
void Trial::on_wait(const pipeline::Loop::Tick& tick) {
  tell("-- stands by; " + tick.trouble);
  note(judge_.after_a_tick());
  if (++waits_ <= kMostTicks) return;
  note({"nobody gets the lease: " + tick.trouble});
  end();
  follower_->stop();
}

/// Steps up to the next one that waits.
void Trial::play() {
  while (next_step_ < kind_.steps.size()) {
    const auto& step = kind_.steps[next_step_++].as_object();
    if (const auto* ticks = step.if_contains("follow")) {
      ticks_to_go_ = ticks->to_number<std::int64_t>();
      break;
    }
    play(step);
  }
  judge_.source_changed();
}

void Trial::play(const json::object& step) {
  static const json::object nothing;
  const auto* input = object_at(step, "input");
  if (const auto name = text_or(step, "source"); !name.empty())
    return call(source_, name, input == nullptr ? nothing : *input);
  if (const auto name = text_or(step, "target"); !name.empty())
    return call(target_, name, input == nullptr ? nothing : *input);
  if (const auto* seconds = step.if_contains("advance_seconds"))
    return clock_.advance(Seconds(seconds->to_number<int>()));
  if (const auto* knobs = object_at(step, "knobs"); knobs == nullptr || !aws_.set_knobs(*knobs))
    note({"the kind has a step that cannot be understood: " + json::serialize(step)});
}

void Trial::call(test_support::LocalClient& client, std::string_view operation, const json::object& input) {
  simulate::History::Made made{.at = clock_.now(), .step = changed_by(operation, input)};
  client.on_reply = [&](std::string_view, const json::object&, const local::Reply& reply) {
    made.requests.push_back(reply.request_id);
  };
  const auto* named = api::find_operation(api::Service::glue, operation);
  const auto service = named != nullptr ? api::Service::glue : api::Service::lakeformation;
  const auto done = client.call(service, operation, input);
  tell(fmt::format("{} {} {}", &client == &source_ ? "source" : "target", operation, json::serialize(input)));
  if (!done) note({"the kind has a step that fails: " + done.error().text()});
  if (&client == &source_) history_.add(std::move(made));
}

bool Trial::is_denied() const {
  return storm_.blow() && storm_.blow()->length == Blow::kUntilHealed && storm_.victim() &&
         !storm_.is_healed();
}

void Trial::allow(std::string_view trouble) {
  note(judge_.while_denied(*storm_.victim(), trouble));
  tell("-- allowed again");
  storm_.heal();
  if (!shelf_.journal().retry_all_parked()) std::abort();  // it is in memory
}

void Trial::rest(std::string_view trouble) {
  ++resting_;
  if (is_denied()) {
    if (resting_ == kDeniedTicks) allow(trouble);
    return;
  }
  if (!judge_.is_at_rest() && resting_ < kMostTicks) return;
  note(judge_.unfinished());
  end();
}

}  // namespace lakemirror::sweep
