#include "simulate/observed_call.h"

#include <algorithm>

#include "base/text.h"
#include "simulate/noun.h"

namespace lakemirror::simulate {
namespace {

/// What a call or a change names of the catalog, folded; empty where it names nothing.
struct Place {
  std::string database = {};
  std::string table = {};

  bool differs(const Place& other) const {
    const auto differ = [](const std::string& a, const std::string& b) {
      return !a.empty() && !b.empty() && a != b;
    };
    return differ(database, other.database) || differ(table, other.table);
  }
};

std::string_view name_in(const json::object& input, std::string_view member) {
  const auto* inner = object_at(input, member);
  return inner == nullptr ? std::string_view() : text_or(*inner, "Name");
}

/// `input` has the members of one object, which requests write in few ways.
Place place_in(const json::object& input, Noun noun) {
  Place out;
  out.database = fold(text_or(input, "DatabaseName"));
  out.table = fold(text_or(input, "TableName"));
  if (noun == Noun::database) {
    out.database = fold(text_or(input, "Name", name_in(input, "DatabaseInput")));
  } else if (noun == Noun::table) {
    out.table = fold(text_or(input, "Name", name_in(input, "TableInput")));
  }
  return out;
}

Place place_of(std::string_view operation, const json::object& input) {
  const auto noun = noun_of(operation);
  if (const auto* data = object_at(input, "TableData")) return place_in(*data, noun);
  if (const auto* table = object_at(input, "Table")) return place_in(*table, Noun::table);
  if (const auto* resource = object_at(input, "Resource")) {
    if (const auto* database = object_at(*resource, "Database")) return place_in(*database, Noun::database);
    for (const auto* member : {"Table", "TableWithColumns"}) {
      if (const auto* table = object_at(*resource, member)) return place_in(*table, Noun::table);
    }
  }
  return place_in(input, noun);
}

Place place_of(const workload::Step& change) {
  const auto parts = split(change.subject, '/');
  Place out;
  if (parts.size() >= 2 && parts[0] == "database") out.database = percent_decode(parts[1]);
  if (parts.size() >= 4 && parts[2] == "table") out.table = percent_decode(parts[3]);
  return out;
}

bool is_rate_exceeded(std::string_view message) { return message.starts_with("Rate exceeded"); }

/// Batches answer each entry by itself.
bool has_throttled_entry(const json::object& output) {
  const auto* failures = array_at(output, "Failures");
  return failures != nullptr && std::any_of(failures->begin(), failures->end(), [](const auto& failure) {
           const auto* error = failure.is_object() ? object_at(failure.get_object(), "Error") : nullptr;
           return error != nullptr && is_rate_exceeded(text_or(*error, "ErrorMessage"));
         });
}

}  // namespace

bool ObservedCall::was_throttled() const {
  return code == "ThrottlingException" || is_rate_exceeded(message) || has_throttled_entry(output);
}

bool ObservedCall::has_failed() const {
  return code == "InternalServiceException" || code == "OperationTimeoutException" ||
         code == "ConcurrentModificationException";
}

bool ObservedCall::serves(const workload::Step& change) const {
  const auto noun = noun_of(operation), wanted = noun_of(change.event_name);
  const bool same_kind = noun == wanted || (is_of_catalog(noun) && is_of_catalog(wanted));
  // Grants are listed all at once, and made in batches of many objects.
  if (!same_kind || noun == Noun::grants) return same_kind;
  return !place_of(operation, input).differs(place_of(change));
}

}  // namespace lakemirror::simulate
