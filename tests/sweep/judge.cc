#include "sweep/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "sweep/places.h"

namespace lakemirror::sweep {

namespace {

using workload::Difference;

std::string_view kind_of(std::string_view subject) { return subject.substr(0, subject.find('/')); }

/// Whether mending the one may for a while have made the other: they lie on one path, or are of a kind.
bool is_near(const Difference& made, const Difference& mended) {
  if (mended.beside == "settings") return true;  // what new objects bring along follows from these
  if (made.database.empty() || mended.database.empty()) {
    const bool both_tagged = !made.beside.empty() && kind_of(mended.beside) == "tag";
    return both_tagged ||
           (made.database == mended.database && kind_of(made.beside) == kind_of(mended.beside));
  }
  if (made.database != mended.database) return false;
  return made.table.empty() || mended.table.empty() || made.table == mended.table;
}

bool is_new(const Difference& difference, const std::vector<Difference>& before) {
  return std::ranges::none_of(before, [&](const auto& old) { return is_near(difference, old); });
}

std::string described(const model::Entry& entry) {
  return fmt::format("{} of {}, {} attempts: {}; {}", entry.event.event_name,
                     format_time(entry.event.event_time), entry.attempts,
                     entry.error.empty() ? entry.reason : entry.error, entry.hint);
}

}  // namespace

std::vector<Difference> Judge::compared() const {
  return workload::compare(aws_.dump(kAccount, kSourceRegion), aws_.dump(kAccount, kTargetRegion),
                           {.buckets = kind_.buckets,
                            .own_principals = {std::string(kCaller)},
                            .target_admins = {std::string(kCaller)}})
      .differences;
}

std::vector<model::Entry> Judge::entries(model::ProcessedFlag flag) {
  auto found = shelf_.journal().list({.flag = flag});
  return found ? std::move(*found) : std::vector<model::Entry>();
}

std::vector<std::string> Judge::after_a_tick() {
  std::vector<std::string> complaints;
  auto now = compared();
  for (const auto& difference : now) {
    if (history_.claims_equal(difference, shelf_.journal()))
      complaints.push_back("every change is marked Y, but " + difference.text);
    if (is_new(difference, differences_)) complaints.push_back("was equal before: " + difference.text);
  }
  differences_ = std::move(now);
  return complaints;
}

std::vector<std::string> Judge::parked_in_vain() {
  std::vector<std::string> complaints;
  for (const auto& entry : entries(model::ProcessedFlag::parked))
    complaints.push_back("parked, though nothing is denied: " + described(entry));
  return complaints;
}

std::vector<const simulate::History::Made*> Judge::undelivered() {
  auto out = history_.undelivered();
  // A new journal begins with the past hour; what is older is there to be copied, not to be followed.
  constexpr std::chrono::hours window(1);
  const auto cursor = shelf_.journal().value("feed/lookup/cursor");
  if (!cursor || !*cursor) return out;
  const auto began = parse_time(text_or(parse_json(**cursor)->as_object(), "first_began"));
  if (began) std::erase_if(out, [&](const auto* made) { return made->at < *began - window; });
  return out;
}

bool Judge::is_at_rest() {
  const auto counts = shelf_.journal().counts();
  return counts && counts->pending == 0 && counts->parked == 0 && undelivered().empty();
}

std::vector<std::string> Judge::unfinished() {
  std::vector<std::string> complaints;
  for (const auto& difference : compared()) complaints.push_back("in the end " + difference.text);
  for (const auto* made : undelivered())
    complaints.push_back(fmt::format("never arrived: {} {}", made->step.event_name, made->step.subject));
  for (const auto& entry : entries(model::ProcessedFlag::pending))
    complaints.push_back("still pending: " + described(entry));
  for (const auto& entry : entries(model::ProcessedFlag::parked))
    complaints.push_back("still parked: " + described(entry));
  return complaints;
}

std::vector<std::string> Judge::while_denied(const Step& denied, std::string_view trouble) {
  std::vector<std::string> complaints;
  const auto name = fmt::format("{}:{}", api::info(denied.service).endpoint_prefix, denied.operation);
  bool is_told = trouble.find(name) != std::string_view::npos;
  for (const auto& entry : entries(model::ProcessedFlag::parked)) {
    if (entry.hint.empty()) complaints.push_back("parked without a hint: " + described(entry));
    // "operation subject: what happened"
    if (!entry.error.starts_with(name + " "))
      complaints.push_back("parked without operation and subject: " + described(entry));
    is_told = true;
  }
  for (const auto& entry : entries(model::ProcessedFlag::pending)) is_told |= !entry.error.empty();
  if (is_told) return complaints;
  for (const auto& difference : compared())
    complaints.push_back(fmt::format("{} is denied, nobody says so, and {}", name, difference.text));
  return complaints;
}

}  // namespace lakemirror::sweep
