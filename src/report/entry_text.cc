#include "report/entry_text.h"

#include <fmt/format.h>

#include "base/json.h"
#include "report/entry_json.h"
#include "report/table.h"

namespace lakemirror::report {

namespace {

// Wide enough to tell errors apart, narrow enough that a row stays on a wide terminal's line.
constexpr std::size_t key_columns = 60;
constexpr std::size_t reason_columns = 80;

std::string outcome_of(const model::Entry& entry) {
  if (!entry.outcome) return "-";
  std::string text(model::to_string(*entry.outcome));
  if (entry.flag == model::ProcessedFlag::pending) text += "?";
  return text;
}

std::string first_key(const model::Entry& entry) {
  if (entry.keys.empty()) return "-";
  std::string text = printable(entry.keys.front(), key_columns);
  if (entry.keys.size() > 1) text += fmt::format(" +{}", entry.keys.size() - 1);
  return text;
}

void add_indented(std::string& out, const json::value& value, int depth) {
  const std::string indent(static_cast<std::size_t>(2 * depth), ' ');
  if (const json::object* object = value.if_object(); object && !object->empty()) {
    for (const auto& member : *object) {
      const bool nested = (member.value().is_object() && !member.value().get_object().empty());
      out += indent + printable(member.key()) + ":";
      if (nested) {
        out += "\n";
        add_indented(out, member.value(), depth + 1);
      } else {
        const json::string* text = member.value().if_string();
        out += " " + printable(text ? std::string_view(*text) : json::serialize(member.value())) + "\n";
      }
    }
  } else {
    out += indent + printable(json::serialize(value)) + "\n";
  }
}

}  // namespace

std::string entries_text(const std::vector<model::Entry>& entries, const Paint& paint) {
  Table table({"EventTime", "EventId", "EventName", "F", "Outcome", "Keys", "Reason"});
  for (const model::Entry& entry : entries) {
    const std::string& why = entry.error.empty() ? entry.reason : entry.error;
    table.add({format_time(entry.event.event_time), entry.event.event_id, entry.event.event_name,
               std::string(1, static_cast<char>(entry.flag)), outcome_of(entry), first_key(entry),
               printable(why, reason_columns)});
  }
  return table.text(paint);
}

std::string entry_text(const model::Entry& entry, const Paint& paint) {
  std::string out;
  for (const auto& member : entry_json(entry)) {
    out += paint.strong(fmt::format("{:<15}", std::string_view(member.key()))) + " ";
    if (member.key() == "CloudTrailEvent" && member.value().is_object()) {
      out += "\n";
      add_indented(out, member.value(), 1);
    } else if (const json::array* list = member.value().if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        if (i > 0) out += std::string(16, ' ');
        out += printable(std::string_view((*list)[i].as_string())) + "\n";
      }
      if (list->empty()) out += "none\n";
    } else {
      const json::string* text = member.value().if_string();
      out += printable(text ? std::string_view(*text) : json::serialize(member.value())) + "\n";
    }
  }
  return out;
}

}  // namespace lakemirror::report
