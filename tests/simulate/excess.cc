#include "simulate/excess.h"

#include <algorithm>

#include "base/text.h"
#include "simulate/judge.h"
#include "workload/lake_entries.h"

namespace lakemirror::simulate {
namespace {

constexpr std::string_view kEverybody = "IAM_ALLOWED_PRINCIPALS";

workload::LakeEntries grants_of(const json::object& dump) {
  const auto* lake = object_at(dump, "lake_formation");
  if (lake == nullptr) return {};
  return workload::LakeReader({.own_principals = {kCaller}, .databases = object_at(dump, "databases")})
      .grants(*lake);
}

std::vector<std::string> words_of(const json::object& body, std::string_view member) {
  const auto text = text_or(body, member);
  if (text.empty()) return {};
  auto words = split(text, ',');
  for (auto& word : words) word = trim(word);
  return words;
}

bool is_judged(const workload::Difference& at) {
  return at.principal != kEverybody && !at.beside.starts_with("location");
}

}  // namespace

Excess excess_of(const local::Aws& aws, const Plan& plan) {
  Excess out;
  if (!plan.lake_formation) return out;
  const auto source_dump = aws.dump(kAccount, kSourceRegion), target_dump = aws.dump(kAccount, kTargetRegion);
  const auto source = grants_of(source_dump);
  for (const auto& [key, entry] : grants_of(target_dump)) {
    if (!is_judged(entry.at)) continue;
    const auto there = source.find(key);
    for (const auto* member : {"permissions", "grantable"}) {
      const auto allowed =
          there == source.end() ? std::vector<std::string>() : words_of(there->second.body, member);
      for (const auto& word : words_of(entry.body, member)) {
        if (std::find(allowed.begin(), allowed.end(), word) == allowed.end())
          out.emplace(entry.at.text + ": " + word + " in " + member, entry.at);
      }
    }
  }
  return out;
}

std::vector<std::string> given_in_vain(const Excess& before, const Excess& after, const History& history) {
  std::vector<std::string> out;
  for (const auto& [text, at] : after) {
    if (!before.contains(text) && history.knows_all_of(at))
      out.push_back("given though it was known to have been taken away: " + text);
  }
  return out;
}

}  // namespace lakemirror::simulate
