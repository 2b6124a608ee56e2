#include "cli/sync_output.h"

#include <fmt/format.h>

#include "model/change.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

std::string_view fate_of(const pipeline::Difference& difference, bool dry_run) {
  if (!difference.error.empty()) return "failed";
  if (difference.applied) return "applied";
  if (difference.kept) return "kept";
  return dry_run ? "planned" : "not applied";
}

std::string closing_line(const pipeline::SyncReport& report, bool dry_run, const report::Paint& paint) {
  std::string line =
      fmt::format("compared {} databases, {} tables, {} partitions{}: ", report.databases, report.tables,
                  report.partitions, report.lake_formation ? " and Lake Formation" : "");
  if (report.equal()) return line + paint.good("0 differences") + "\n";
  line += paint.warning(fmt::format("{} differences", report.difference_count));
  if (!dry_run) line += fmt::format(", {} applied", report.applied);
  if (report.kept > 0) line += fmt::format(", {} kept", report.kept);
  if (report.failed > 0) line += ", " + paint.bad(fmt::format("{} failed", report.failed));
  return line + "\n";
}

}  // namespace

std::string sync_text(const pipeline::SyncReport& report, bool dry_run, const report::Paint& paint) {
  report::Table table({"change", "key", "reason", "what came of it"});
  for (const pipeline::Difference& difference : report.differences) {
    std::string fate(fate_of(difference, dry_run));
    if (!difference.error.empty()) fate += ": " + difference.error;
    table.add(
        {std::string(model::to_string(difference.kind)), difference.key, difference.reason, std::move(fate)});
  }
  std::string text = table.empty() ? "" : table.text(paint);
  if (report.difference_count > report.differences.size()) {
    text += fmt::format("and {} more\n", report.difference_count - report.differences.size());
  }
  for (const std::string& note : report.notes) text += "note: " + report::printable(note) + "\n";
  return text + closing_line(report, dry_run, paint);
}

json::object sync_json(const pipeline::SyncReport& report, bool dry_run) {
  json::array differences;
  for (const pipeline::Difference& difference : report.differences) {
    json::object row{{"change", model::to_string(difference.kind)},
                     {"key", difference.key},
                     {"reason", difference.reason},
                     {"result", fate_of(difference, dry_run)}};
    if (!difference.error.empty()) row["error"] = difference.error;
    differences.push_back(std::move(row));
  }
  return {{"begun", format_time(report.begun)},
          {"dry_run", dry_run},
          {"equal", report.equal()},
          {"databases", report.databases},
          {"tables", report.tables},
          {"partitions", report.partitions},
          {"lake_formation", report.lake_formation},
          {"difference_count", report.difference_count},
          {"applied", report.applied},
          {"kept", report.kept},
          {"failed", report.failed},
          {"differences", std::move(differences)},
          {"notes", json::array(report.notes.begin(), report.notes.end())}};
}

ExitCode sync_exit_code(const pipeline::SyncReport& report) {
  if (report.failed > 0) return ExitCode::incomplete;
  return report.applied == report.difference_count ? ExitCode::ok : ExitCode::different;
}

}  // namespace lakemirror::cli
