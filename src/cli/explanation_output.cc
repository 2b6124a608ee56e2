#include "cli/explanation_output.h"

#include <fmt/format.h>

#include "report/entry_json.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

std::string_view verb_of(permissions::RecordedRequest::Action action) {
  return action == permissions::RecordedRequest::Action::grant ? "grants" : "revokes";
}

std::string permission_line(const Explanation::Permission& permission) {
  std::string line = fmt::format("{}: {}", verb_of(permission.action), permissions::explain(permission.atom));
  return permission.is_proven ? line : line + " (not proven)";
}

/// What goes along with a key that is touched with its subtree.
std::string_view subtree_words(model::KeyKind kind) {
  switch (kind) {
    case model::KeyKind::tag:
      return ", and all that uses it";
    case model::KeyKind::filter:
    case model::KeyKind::location:
      return ", and what is granted on it";
    case model::KeyKind::expression:
      return ", and what is granted by it";
    default:
      return ", and all below it";
  }
}

/// A key of Lake Formation in words; empty where the key says it by itself.
std::string words_of(const model::Key& key) {
  switch (key.kind()) {
    case model::KeyKind::settings:
      return "the data lake settings as a whole";
    case model::KeyKind::location:
      return "the registered location " + key.name();
    case model::KeyKind::assignment:
      return key.table_name().empty() ? "LF-tags put on the database"
                                      : "LF-tags put on the table and its columns";
    case model::KeyKind::grants:
      return "what " + permissions::short_principal(key.name()) + " holds there";
    default:
      return {};
  }
}

std::string_view plural_of(model::KeyKind kind) {
  switch (kind) {
    case model::KeyKind::filter:
      return "cell filters";
    case model::KeyKind::assignment:
      return "assignments of LF-tags";
    case model::KeyKind::location:
      return "registered locations";
    case model::KeyKind::tag:
      return "LF-tags";
    case model::KeyKind::expression:
      return "LF-tag expressions";
    case model::KeyKind::grants:
      return "permissions";
    default:
      return "objects";
  }
}

std::string scope_line(const model::Scope& scope) {
  std::string line = scope.key.text();
  if (const auto words = words_of(scope.key); !words.empty()) line += ": " + words;
  return line + std::string(scope.subtree ? subtree_words(scope.key.kind()) : "");
}

std::string unnamed_line(const translate::UnnamedKeys& unnamed) {
  return fmt::format("{}: any {}, since {}", unnamed.within.text(), plural_of(unnamed.kind), unnamed.why);
}

std::string step_line(const Explanation::Step& step) {
  const std::string from = step.from ? " (final from " + format_time(*step.from) + ")" : "";
  return fmt::format("{:<14} {}{}", to_string(step.by), step.text, from);
}

std::string pending_line(const model::Entry& entry) {
  std::string line = entry.attempts == 0 ? "pending, not looked at yet"
                                         : fmt::format("pending, looked at {} times", entry.attempts);
  if (entry.outcome) line += fmt::format(", {} so far", model::to_string(*entry.outcome));
  if (entry.next_attempt_at) line += ", again at " + format_time(*entry.next_attempt_at);
  return line;
}

std::vector<std::string> state_lines(const model::Entry& entry) {
  std::vector<std::string> lines;
  if (entry.flag == model::ProcessedFlag::pending || !entry.outcome) {
    lines.push_back(pending_line(entry));
  } else {
    lines.push_back(std::string(model::to_string(*entry.outcome)) +
                    (entry.settled_at ? " at " + format_time(*entry.settled_at) : ""));
  }
  if (!entry.reason.empty()) lines.push_back(entry.reason);
  if (!entry.error.empty()) lines.push_back(entry.error);
  if (!entry.hint.empty()) lines.push_back("hint: " + entry.hint);
  return lines;
}

void add_section(std::string& out, std::string_view heading, const std::vector<std::string>& lines,
                 const report::Paint& paint) {
  if (lines.empty()) return;
  out += paint.strong(heading) + "\n";
  for (const auto& line : lines) out += "  " + report::printable(line) + "\n";
}

json::object permission_json(const Explanation::Permission& permission) {
  json::object row{
      {"action", permission.action == permissions::RecordedRequest::Action::grant ? "grant" : "revoke"},
      {"principal", permission.atom.principal},
      {"resource", permission.atom.resource.text()},
      {"permission", permission.atom.permission},
      {"grant_option", permission.atom.grantable}};
  if (!permission.atom.condition.empty()) row["condition"] = permission.atom.condition;
  row["proven"] = permission.is_proven;
  return row;
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const report::Paint& paint) {
  const auto& event = explanation.entry.event;
  std::string out = report::printable(fmt::format("{}  {}  {}", event.event_name,
                                                  format_time(event.event_time), event.event_id)) +
                    "\n";
  std::vector<std::string> says, touches, decided_by;
  for (const auto& permission : explanation.permissions) says.push_back(permission_line(permission));
  for (const auto& scope : explanation.touched.scopes) touches.push_back(scope_line(scope));
  for (const auto& unnamed : explanation.touched.unnamed) touches.push_back(unnamed_line(unnamed));
  for (const auto& step : explanation.decided_by) decided_by.push_back(step_line(step));
  add_section(out, "permissions", says, paint);
  add_section(out, "touches", touches, paint);
  add_section(out, "decided by", decided_by, paint);
  add_section(out, "so far", state_lines(explanation.entry), paint);
  return out;
}

json::object explanation_json(const Explanation& explanation) {
  json::array permissions, scopes, unnamed, decided_by;
  for (const auto& permission : explanation.permissions) permissions.push_back(permission_json(permission));
  for (const auto& scope : explanation.touched.scopes)
    scopes.push_back(json::object{{"key", scope.key.text()}, {"subtree", scope.subtree}});
  for (const auto& keys : explanation.touched.unnamed)
    unnamed.push_back(
        json::object{{"what", plural_of(keys.kind)}, {"within", keys.within.text()}, {"why", keys.why}});
  for (const auto& step : explanation.decided_by) {
    json::object row{{"by", to_string(step.by)}, {"text", step.text}};
    if (step.from) row["from"] = format_time(*step.from);
    decided_by.push_back(std::move(row));
  }
  json::object out = report::entry_json(explanation.entry);
  out.erase("CloudTrailEvent");
  out["permissions"] = std::move(permissions);
  out["scopes"] = std::move(scopes);
  out["unnamed"] = std::move(unnamed);
  out["decided_by"] = std::move(decided_by);
  return out;
}

}  // namespace lakemirror::cli
