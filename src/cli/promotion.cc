#include "cli/promotion.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/entry_json.h"
#include "report/seconds.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

using report::printable;

std::string labelled(std::string_view name, std::string_view value) {
  return fmt::format("{:<18} {}\n", name, value);
}

/// The first few of the parked ones.
std::vector<model::Entry> first_parked(const Promotion& promotion) {
  auto parked = promotion.status.observed.parked;
  parked.resize(std::min(parked.size(), Promotion::max_listed));
  return parked;
}

std::string entries_text(std::string_view heading, const std::vector<model::Entry>& entries,
                         std::uint64_t count, const report::Paint& paint) {
  if (count == 0) return {};
  std::string text = "\n" + paint.strong(fmt::format("{}: {}", heading, count)) + "\n";
  for (const model::Entry& entry : entries) {
    text += fmt::format(
        "  {}  {}  {}  {}\n", format_time(entry.event.event_time), printable(entry.event.event_name),
        entry.keys.empty() ? "" : printable(entry.keys.front()), printable(entry.event.event_id));
    if (!entry.error.empty()) text += fmt::format("    {}\n", printable(entry.error));
  }
  if (count > entries.size()) text += fmt::format("  and {} more\n", count - entries.size());
  return text;
}

std::vector<std::string> next_steps(const Promotion& promotion) {
  std::vector<std::string> steps;
  if (promotion.at_work)
    steps.push_back("stop what is still at work, or wait, and ask again with: lakemirror promote");
  if (promotion.never_applied() + promotion.status.observed.counts.parked > 0)
    steps.push_back("do in " + promotion.target_region +
                    " what was never applied and is still wanted: lakemirror events list --flag N, and "
                    "--flag F");
  if (promotion.revokes > 0)
    steps.push_back("permissions were taken away in " + promotion.source_region + " and are still held in " +
                    promotion.target_region + ": lakemirror events list --flag N --name RevokePermissions");
  steps.push_back("point readers and writers to " + promotion.target_region);
  steps.push_back("keep everybody from writing in " + promotion.source_region + " when it is back");
  steps.push_back("to replicate the other way: lakemirror reverse --config " + promotion.configuration +
                  "; to go back: docs/failover.md");
  return steps;
}

std::string point_text(const report::Status& status) {
  if (!status.replication_point) return "not known: no deep pass has ended yet";
  return format_time(*status.replication_point) + ": all that was changed before is there (held by " +
         status.replication_point_held_by + ")";
}

json::array entries_json(const std::vector<model::Entry>& entries) {
  json::array array;
  for (const model::Entry& entry : entries) array.push_back(report::entry_json(entry));
  return array;
}

}  // namespace

std::uint64_t Promotion::never_applied() const {
  const model::Counts& counts = status.observed.counts;
  return counts.pending - std::min(counts.pending, counts.provisional);
}

std::string promotion_text(const Promotion& promotion, const report::Paint& paint) {
  const report::Status& status = promotion.status;
  std::string text = labelled(
      "fence", (promotion.fence.is_new ? "raised " : "stood already ") + promotion.fence.note.says());
  text += labelled("at work", promotion.at_work ? paint.bad(printable(*promotion.at_work) +
                                                            ": may still change what it has begun")
                                                : paint.good("nobody"));
  text += labelled("replication point", point_text(status));
  text += labelled("lag", format_duration(status.lag));
  text += labelled("never applied", fmt::format("{} pending, {} parked", promotion.never_applied(),
                                                status.observed.counts.parked));
  if (promotion.revokes > 0)
    text += labelled("over-permission", paint.bad(fmt::format("now: {} entries that take permissions away "
                                                              "were not applied",
                                                              promotion.revokes)));
  if (status.over_permission_seconds > 0)
    text += labelled("", fmt::format("until now: {:.1f} s, of {} principals", status.over_permission_seconds,
                                     status.observed.over_permission.size()));
  text += entries_text("pending, the newest first", promotion.pending, promotion.never_applied(), paint);
  text +=
      entries_text("parked, the newest first", first_parked(promotion), status.observed.counts.parked, paint);
  text += "\n" + paint.strong("next") + "\n";
  for (const std::string& step : next_steps(promotion)) text += "  - " + printable(step) + "\n";
  return text;
}

json::object promotion_json(const Promotion& promotion) {
  const report::Status& status = promotion.status;
  json::object told = report::status_json(status);
  json::array next;
  for (std::string& step : next_steps(promotion)) next.push_back(json::value(std::move(step)));
  return {{"fence", told.at("fence")},
          {"raised", promotion.fence.is_new},
          {"at_work", promotion.at_work ? json::value(*promotion.at_work) : json::value(nullptr)},
          {"waited_seconds", report::seconds(promotion.waited)},
          {"lag_seconds", told.at("lag_seconds")},
          {"replication_point", told.at("replication_point")},
          {"replication_point_held_by", told.at("replication_point_held_by")},
          {"counts", told.at("counts")},
          {"never_applied", promotion.never_applied()},
          {"revokes_never_applied", promotion.revokes},
          {"pending", entries_json(promotion.pending)},
          {"parked", entries_json(first_parked(promotion))},
          {"over_permission_seconds", told.at("over_permission_seconds")},
          {"over_permission_by_principal", told.at("over_permission_by_principal")},
          {"next", std::move(next)}};
}

}  // namespace lakemirror::cli
