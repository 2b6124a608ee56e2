#include "simulate/witness.h"

#include "simulate/kinship.h"
#include "simulate/record_faults.h"

namespace lakemirror::simulate {

void Witness::tick_began() {
  ++tick_;
  in_hand_.clear();
}

void Witness::saw_listing(const ObservedCall& call) {
  if (!call.input.contains("NextToken")) listed_.clear();
  const auto* events = array_at(call.output, "Events");
  if (events == nullptr) return;
  for (const auto& event : *events) {
    const std::string id(text_or(event.get_object(), "EventId"));
    if (!listed_.insert(id).second && !arrivals_.contains(id)) twice_.insert(id);
  }
}

template <class Mark>
void Witness::for_those_served(const ObservedCall& call, const Mark& mark) {
  for (const auto& id : in_hand_) {
    auto& arrival = *arrivals_.at(id);
    const auto& made = history_.all()[arrival.cause];
    if (call.serves(made.step)) mark(made, arrival.faults);
  }
}

void Witness::saw_reply(const ObservedCall& call) {
  if (call.operation == "LookupEvents") return saw_listing(call);
  if (!call.at_source || !call.code.empty() || call.age.count() == 0) return;
  for_those_served(call, [&](const History::Made& made, Faults& faults) {
    if (call.at - call.age < made.at) set(faults, Fault::stale);
  });
}

void Witness::saw_answer(const ObservedCall& call) {
  const bool throttled = call.was_throttled(), failed = call.has_failed();
  if (!throttled && !failed) return;
  for_those_served(call, [&](const History::Made&, Faults& faults) {
    set(faults, throttled ? Fault::throttled : Fault::failed);
  });
}

void Witness::arrived(const model::Event& event, Time now) {
  const auto [at, is_first] = arrivals_.try_emplace(event.event_id);
  if (!is_first) return;
  const auto read = read_record_faults(event.record);
  const auto cause = history_.cause_of(event);
  if (read.refused || !cause) return;
  at->second = Arrival{.cause = *cause, .tick = tick_, .at = now, .faults = read.faults};
  auto& faults = at->second->faults;
  if (now - history_.all()[*cause].at > settle_) set(faults, Fault::late);
  if (twice_.contains(event.event_id)) set(faults, Fault::twice);
}

void Witness::handed_out(std::span<const model::Entry> entries) {
  for (const auto& entry : entries) {
    const auto found = arrivals_.find(entry.event.event_id);
    if (found != arrivals_.end() && found->second) in_hand_.insert(found->first);
  }
}

void Witness::settled(std::span<const model::Outcome> outcomes) {
  for (const auto& outcome : outcomes) in_hand_.erase(outcome.event_id);
}

void Witness::process_died() {
  for (const auto& id : in_hand_) set(arrivals_.at(id)->faults, Fault::crash);
  in_hand_.clear();
}

std::vector<const Witness::Arrival*> Witness::arrivals() const {
  std::vector<const Arrival*> out(history_.all().size());
  for (const auto& [id, arrival] : arrivals_) {
    if (arrival) out[arrival->cause] = &*arrival;
  }
  return out;
}

Orders Witness::orders_of(std::size_t change, const std::vector<const Arrival*>& arrivals) const {
  const auto& made = history_.all();
  const auto& mine = *arrivals[change];
  const auto second = std::chrono::floor<Seconds>(made[change].at);
  Orders out;
  for (std::size_t other = 0; other < made.size(); ++other) {
    if (other == change || made[other].refused || !are_kin(made[change].step, made[other].step)) continue;
    const auto* arrival = arrivals[other];
    if (other < change && (arrival == nullptr || arrival->tick > mine.tick)) set(out, Order::early);
    if (other > change && arrival != nullptr && arrival->tick < mine.tick) set(out, Order::overtaken);
    if (std::chrono::floor<Seconds>(made[other].at) == second) set(out, Order::same_second);
    const bool before_arrival = other > change && made[other].at <= mine.at;
    if (before_arrival && ends(made[other].step, made[change].step)) set(out, Order::outlived);
  }
  const bool moved = out.test(static_cast<std::size_t>(Order::early)) ||
                     out.test(static_cast<std::size_t>(Order::overtaken));
  if (!moved) set(out, Order::in_order);
  return out;
}

void Witness::tell(Coverage& coverage) const {
  const auto arrived = arrivals();
  for (std::size_t change = 0; change < arrived.size(); ++change) {
    if (arrived[change] == nullptr || history_.all()[change].refused) continue;
    coverage.add(history_.all()[change].step.event_name, arrived[change]->faults, orders_of(change, arrived));
  }
}

}  // namespace lakemirror::simulate
