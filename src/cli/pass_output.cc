#include "cli/pass_output.h"

#include <fmt/format.h>

namespace lakemirror::cli {

namespace {

json::array texts(const std::vector<std::string>& notes) { return json::array(notes.begin(), notes.end()); }

std::string note_lines(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += "note: " + note + "\n";
  return text;
}

}  // namespace

std::string pull_text(const feed::LookupPass& pass) {
  std::string text = fmt::format(
      "pulled: {} pass by {}{}, {} pages, {} events seen, {} stored, window from {}\n",
      pass.deep ? "deep" : "shallow", feed::to_string(pass.by), pass.complete ? "" : " (cut short)",
      pass.pages, pass.seen, pass.stored, format_time(pass.window_start));
  return text + note_lines(pass.notes);
}

json::object pull_json(const feed::LookupPass& pass) {
  json::value lateness = nullptr;
  if (pass.lateness_max) lateness = static_cast<double>(pass.lateness_max->count()) / 1000.0;
  return {{"deep", pass.deep},
          {"complete", pass.complete},
          {"by", feed::to_string(pass.by)},
          {"pages", pass.pages},
          {"seen", pass.seen},
          {"dropped", pass.dropped},
          {"stored", pass.stored},
          {"window_start", format_time(pass.window_start)},
          {"began", format_time(pass.began)},
          {"lateness_max_seconds", std::move(lateness)},
          {"needs_sync", pass.needs_sync},
          {"notes", texts(pass.notes)}};
}

std::string pass_text(const pipeline::PassReport& report, const report::Paint& paint) {
  std::string parked = fmt::format("{} parked", report.parked);
  if (report.parked > 0) parked = paint.bad(parked);
  return fmt::format("replicated: {} entries taken up: {} settled, {} provisional, {} waiting, {}\n",
                     report.entries, report.settled, report.provisional, report.waiting, parked) +
         fmt::format("target: {} created, {} updated, {} deleted\n", report.created, report.updated,
                     report.deleted) +
         note_lines(report.notes);
}

json::object pass_json(const pipeline::PassReport& report) {
  return {{"entries", report.entries}, {"settled", report.settled}, {"provisional", report.provisional},
          {"waiting", report.waiting}, {"parked", report.parked},   {"created", report.created},
          {"updated", report.updated}, {"deleted", report.deleted}, {"notes", texts(report.notes)}};
}

json::object calls_json(const aws::Statistics& statistics) {
  json::object out;
  for (const auto& [operation, counts] : statistics) {
    out[operation] = {{"calls", counts.calls},
                      {"retries", counts.retries},
                      {"throttles", counts.throttles},
                      {"failures", counts.failures}};
  }
  return out;
}

}  // namespace lakemirror::cli
