#include "cli/pass_output.h"

#include <fmt/format.h>

namespace lakemirror::cli {

namespace {

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

std::string pass_text(const pipeline::PassReport& report, const report::Paint& paint) {
  std::string parked = fmt::format("{} parked", report.parked);
  if (report.parked > 0) parked = paint.bad(parked);
  return fmt::format("replicated: {} entries taken up: {} settled, {} provisional, {} waiting, {}\n",
                     report.entries, report.settled, report.provisional, report.waiting, parked) +
         fmt::format("target: {} created, {} updated, {} deleted\n", report.created, report.updated,
                     report.deleted) +
         note_lines(report.notes);
}

}  // namespace lakemirror::cli
