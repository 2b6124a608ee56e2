#include "setup/pass_json.h"

namespace lakemirror::setup {

namespace {

json::array texts(const std::vector<std::string>& notes) { return json::array(notes.begin(), notes.end()); }

}  // namespace

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

}  // namespace lakemirror::setup
