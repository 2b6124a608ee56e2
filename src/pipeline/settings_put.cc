#include "pipeline/settings_put.h"

#include <algorithm>

#include "apply/governance_call.h"
#include "base/text.h"
#include "pipeline/settings_lists.h"

namespace lakemirror::pipeline {

using model::ChangeResult;
using model::ResultKind;

namespace {

bool is_refusal(const ChangeResult& result) {
  return apply::failed_as(result, ErrorKind::denied) && apply::says(*result.error, "invalid principal");
}

/// "Invalid principal, arn: <arn>" (seen): the names are compared whole, for one may begin with another.
bool names(const Error& refusal, const std::string& principal) {
  const auto words = split(refusal.message, ' ');
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    if (word == principal) return true;
    while (!word.empty() && std::string_view("\"'()[].,;:").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    while (!word.empty() && std::string_view("\"'([").find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    return word == principal;
  });
}

}  // namespace

Look SettingsPut::put(const json::object& wanted, Time begun) {
  const auto result = put_what_is_taken(wanted);
  if (is_refusal(result)) return Look::failed(begun, cannot_be_put(*result.error, wanted));
  if (result.kind == ResultKind::failed || refused_.empty()) return Look::of(begun, result);
  return Look::failed(begun, left_some_out(*refusal_));
}

ChangeResult SettingsPut::put_what_is_taken(const json::object& wanted) {
  auto result = send(wanted);
  while (is_refusal(result)) {
    const auto named = named_in(*result.error);
    if (!named) return put_one_by_one(wanted);
    refused_.insert(*named);
    result = send(without_principals(wanted, refused_));
  }
  return result;
}

/// A refusal that does not say for whom: first the document without those who would be new at the target,
/// then each of them.
ChangeResult SettingsPut::put_one_by_one(const json::object& wanted) {
  const auto there = held_ ? all_principals_of(*held_) : std::set<std::string>();
  std::set<std::string> left_out = refused_;
  std::vector<std::string> untried;
  for (const auto& principal : all_principals_of(wanted)) {
    if (!of_source_.contains(principal) || there.contains(principal)) continue;
    if (left_out.insert(principal).second) untried.push_back(principal);
  }
  auto result = send(without_principals(wanted, left_out));
  if (result.kind == ResultKind::failed) return result;
  for (const auto& principal : untried) {
    left_out.erase(principal);
    auto tried = send(without_principals(wanted, left_out));
    if (is_refusal(tried)) {
      left_out.insert(principal);
      refused_.insert(principal);
      continue;
    }
    result = std::move(tried);
    if (result.kind == ResultKind::failed) return result;
  }
  return result;
}

ChangeResult SettingsPut::send(const json::object& settings) {
  if (held_ && canonical_json(*held_) == canonical_json(settings)) return {.kind = ResultKind::unchanged};
  auto result = send_(settings);
  if (result.kind == ResultKind::updated) held_ = settings;
  if (is_refusal(result)) refusal_ = result.error;
  return result;
}

std::optional<std::string> SettingsPut::named_in(const Error& refusal) const {
  for (const auto& principal : of_source_) {
    if (!refused_.contains(principal) && names(refusal, principal)) return principal;
  }
  return std::nullopt;
}

Error SettingsPut::left_some_out(Error refusal) const {
  refusal.message =
      "Invalid principal: " + join({refused_.begin(), refused_.end()}, ", ") + "; the rest was put";
  return refusal;
}

/// Nobody of the source's is at fault, or the service does not say who: one whom the target holds and keeps
/// may be.
Error SettingsPut::cannot_be_put(Error refusal, const json::object& wanted) const {
  for (const auto& principal : all_principals_of(wanted)) {
    if (of_source_.contains(principal) || !names(refusal, principal)) continue;
    refusal.hint = "take " + principal +
                   ", who is not there any more, out of the target's data lake settings: nothing can be put "
                   "while they name it";
  }
  return refusal;
}

}  // namespace lakemirror::pipeline
