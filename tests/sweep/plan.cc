#include "sweep/plan.h"

#include <map>
#include <set>

#include "aws/backoff.h"
#include "base/random.h"

namespace lakemirror::sweep {

namespace {

/// For how many requests of one operation: once, which the client mends by itself where it may try again; as
/// often as one call tries; and for several calls one after the other.
std::vector<std::size_t> lengths_of(Mishap mishap) {
  constexpr std::size_t one_call = aws::default_attempts;
  switch (mishap) {
    case Mishap::denied:
      return {1, Blow::kUntilHealed};
    case Mishap::disk_full:
    case Mishap::io_error:
      return {1, 4};
    case Mishap::dies_before:
    case Mishap::dies_after:
      return {1};
    case Mishap::partly:
    case Mishap::hollow:
      return {1, 4};  // no client mends it
    default:
      return {1, one_call, 4 * one_call};
  }
}

/// The places of one of each operation's steps, drawn.
std::set<std::size_t> one_of_each(const std::vector<Step>& steps, Random& random) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < steps.size(); ++i) places[steps[i].text()].push_back(i);
  std::set<std::size_t> out;
  for (const auto& [name, all] : places) out.insert(all[random.below(all.size())]);
  return out;
}

/// Each step by each length, or every `stride`-th of these, and one length at one step of each operation.
void add_blows(const std::vector<Step>& steps, Mishap mishap, const Sample& sample, Random& random,
               std::vector<Blow>& out) {
  const auto lengths = lengths_of(mishap);
  const auto kept = sample.sparse ? std::set<std::size_t>() : one_of_each(steps, random);
  std::size_t number = random.below(sample.stride);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!can_meet(mishap, steps[i])) continue;
    const auto chosen = kept.contains(i) ? random.below(lengths.size()) : lengths.size();
    for (std::size_t which = 0; which < lengths.size(); ++which, ++number) {
      if (number % sample.stride == 0 || which == chosen)
        out.push_back({.place = steps[i].place, .nth = i + 1, .mishap = mishap, .length = lengths[which]});
    }
  }
}

}  // namespace

std::vector<Blow> all_blows(const std::vector<Step>& requests, const std::vector<Step>& writes,
                            const Sample& sample) {
  std::vector<Blow> out;
  Random random(sample.seed);
  for (std::size_t number = 0; number < kMishapNames.size(); ++number) {
    const auto mishap = static_cast<Mishap>(number);
    add_blows(requests, mishap, sample, random, out);
    add_blows(writes, mishap, sample, random, out);
  }
  return out;
}

}  // namespace lakemirror::sweep
