#include "feed/cursor.h"

#include <algorithm>

#include "base/json.h"

namespace lakemirror::feed {

namespace {

constexpr std::string_view cursor_name = "feed/lookup/cursor";
constexpr std::string_view gap_name = "feed/lookup/gap";
constexpr std::string_view violations_name = "feed/lookup/violations";
constexpr int most_times_passed = 50;

Error unreadable(std::string_view name, std::string_view why) {
  return {.kind = ErrorKind::corrupt,
          .operation = "read cursor",
          .subject = std::string(name),
          .message = std::string(why),
          .hint = "run sync with deletes, then set this value of the journal to an empty text"};
}

/// The text of a named value as an object; empty when it was never set, or emptied.
Result<json::object> read_object(const std::optional<std::string>& text, std::string_view name) {
  if (!text || text->empty()) return json::object();
  const auto parsed = parse_json(*text);
  if (!parsed) return fail(unreadable(name, parsed.error().message));
  if (!parsed->is_object()) return fail(unreadable(name, "not a JSON object"));
  return parsed->get_object();
}

Result<json::object> load_object(Intake& intake, std::string_view name) {
  LM_TRY(const auto text, intake.value(name));
  return read_object(text, name);
}

using Rewrite = std::function<Result<json::object>(json::object)>;

/// Writes what `rewrite` makes of the named value, and does so again where somebody else has come between. An
/// empty object is an empty text.
Result<void> rewrite_value(Intake& intake, std::string_view name, const Rewrite& rewrite) {
  for (int attempt = 0; attempt < most_times_passed; ++attempt) {
    LM_TRY(const auto was, intake.value(name));
    LM_TRY(auto object, read_object(was, name));
    LM_TRY(object, rewrite(std::move(object)));
    const std::string text = object.empty() ? std::string() : json::serialize(object);
    if (text == was.value_or("")) return {};
    LM_TRY(const bool written, intake.replace_value(name, was, text));
    if (written) return {};
  }
  return fail({.kind = ErrorKind::retry,
               .operation = "write cursor",
               .subject = std::string(name),
               .message = "somebody else changes it all the time"});
}

Result<std::optional<Time>> time_at(const json::object& object, std::string_view name, std::string_view of) {
  const auto text = text_or(object, name);
  if (text.empty()) return std::nullopt;
  const auto time = parse_time(text);
  if (!time) return fail(unreadable(of, time.error().text()));
  return *time;
}

void put_time(json::object& object, std::string_view name, const std::optional<Time>& time) {
  if (time) object[name] = format_time(*time);
}

std::optional<std::size_t> number_at(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  boost::system::error_code failure;
  const auto number = found->to_number<std::size_t>(failure);
  return failure ? std::nullopt : std::optional(number);
}

/// Measures are hints: what cannot be read is measured again.
std::map<LookupBy, Measure> read_measures(const json::object& object) {
  std::map<LookupBy, Measure> measures;
  const auto* stored = object_at(object, "measures");
  if (stored == nullptr) return measures;
  for (const auto& [name, value] : *stored) {
    const auto by = parse_lookup_by(name);
    const auto pages = value.is_object() ? number_at(value.get_object(), "pages") : std::nullopt;
    const auto taken = value.is_object() ? parse_time(text_or(value.get_object(), "taken")) : Result<Time>();
    if (by && pages && taken) measures[*by] = {*pages, *taken};
  }
  return measures;
}

Result<Cursor> read_cursor(const json::object& object) {
  Cursor cursor;
  LM_TRY(cursor.first_began, time_at(object, "first_began", cursor_name));
  LM_TRY(cursor.deep_began, time_at(object, "deep_began", cursor_name));
  LM_TRY(cursor.deep_ended, time_at(object, "deep_ended", cursor_name));
  LM_TRY(cursor.more_at, time_at(object, "more_at", cursor_name));
  // Earlier versions did not say when.
  if (object.contains("has_more") && !cursor.more_at) cursor.more_at = Time();
  cursor.measures = read_measures(object);
  if (const auto takes = number_at(object, "page_takes_ms")) cursor.page_takes = Milliseconds(*takes);
  return cursor;
}

json::object cursor_json(const Cursor& cursor) {
  json::object object;
  put_time(object, "first_began", cursor.first_began);
  put_time(object, "deep_began", cursor.deep_began);
  put_time(object, "deep_ended", cursor.deep_ended);
  put_time(object, "more_at", cursor.more_at);
  json::object measures;
  for (const auto& [by, measure] : cursor.measures) {
    measures[to_string(by)] = json::object{{"pages", measure.pages}, {"taken", format_time(measure.taken)}};
  }
  object["measures"] = std::move(measures);
  if (cursor.page_takes) object["page_takes_ms"] = cursor.page_takes->count();
  return object;
}

}  // namespace

Result<Cursor> load_cursor(Intake& intake) {
  LM_TRY(const auto object, load_object(intake, cursor_name));
  return read_cursor(object);
}

Result<Cursor> change_cursor(Intake& intake, const std::function<void(Cursor&)>& change) {
  Cursor cursor;
  LM_CHECK(rewrite_value(intake, cursor_name, [&](const json::object& object) -> Result<json::object> {
    LM_TRY(cursor, read_cursor(object));
    change(cursor);
    return cursor_json(cursor);
  }));
  return cursor;
}

Result<void> begin_at(Intake& intake, Time time) {
  LM_CHECK(change_cursor(intake, [&](Cursor& cursor) {
    if (!cursor.first_began) cursor.first_began = time;
  }));
  return {};
}

Result<std::uint64_t> load_violations(Intake& intake) {
  LM_TRY(const auto object, load_object(intake, violations_name));
  return number_at(object, "count").value_or(0);
}

Result<void> add_violations(Intake& intake, std::uint64_t count) {
  if (count == 0) return {};
  return rewrite_value(intake, violations_name, [&](const json::object& object) -> Result<json::object> {
    return json::object{{"count", number_at(object, "count").value_or(0) + count}};
  });
}

namespace {

Result<std::optional<Gap>> read_gap(const json::object& object) {
  if (object.empty()) return std::nullopt;
  LM_TRY(const auto from, time_at(object, "from", gap_name));
  LM_TRY(const auto to, time_at(object, "to", gap_name));
  if (!from || !to) return fail(unreadable(gap_name, "it lacks from or to"));
  return Gap{*from, *to};
}

}  // namespace

Result<std::optional<Gap>> load_gap(Intake& intake) {
  LM_TRY(const auto object, load_object(intake, gap_name));
  return read_gap(object);
}

Result<void> widen_gap(Intake& intake, Gap gap) {
  return rewrite_value(intake, gap_name, [&](const json::object& object) -> Result<json::object> {
    LM_TRY(const auto standing, read_gap(object));
    const Time from = standing ? std::min(gap.from, standing->from) : gap.from;
    const Time to = standing ? std::max(gap.to, standing->to) : gap.to;
    return json::object{{"from", format_time(from)}, {"to", format_time(to)}};
  });
}

Result<void> close_gap(Intake& intake, Time sync_began) {
  return rewrite_value(intake, gap_name, [&](json::object object) -> Result<json::object> {
    LM_TRY(const auto standing, read_gap(object));
    if (!standing || standing->to > sync_began) return object;
    return json::object();
  });
}

}  // namespace lakemirror::feed
