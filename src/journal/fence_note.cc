#include "journal/fence_note.h"

#include "base/json.h"

namespace lakemirror::journal {

std::string FenceNote::says() const {
  std::string text = "since " + format_time(since);
  if (!by.empty()) text += ", raised by " + by;
  return reason.empty() ? text : text + ": " + reason;
}

std::string FenceNote::text() const {
  return json::serialize(json::object{{"since", format_time(since)}, {"by", by}, {"reason", reason}});
}

std::optional<FenceNote> read_fence_note(const std::optional<std::string>& stored) {
  if (!stored || stored->empty()) return std::nullopt;
  const auto parsed = parse_json(*stored);
  if (!parsed || !parsed->is_object()) return FenceNote{.reason = *stored};
  const json::object& object = parsed->get_object();
  const auto since = parse_time(text_or(object, "since"));
  return FenceNote{.since = since ? *since : Time(),
                   .by = std::string(text_or(object, "by")),
                   .reason = std::string(text_or(object, "reason"))};
}

}  // namespace lakemirror::journal
