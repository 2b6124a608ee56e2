#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lakemirror::translate {

/// A CloudTrail record, read leniently. Member names are matched without regard to case: some services log
/// the API's own casing, most lower the first letter (seen in real records of several services).
class Record {
 public:
  /// The Error is `invalid` when the text is no JSON object.
  static Result<Record> parse(std::string_view text);
  Record(Record&&) = default;

  std::string_view text(std::string_view member) const;
  /// The same, and empty also where the text was redacted.
  std::string_view shown(std::string_view member) const;
  /// requestParameters, or nullptr when it is null, omitted as too large, or redacted as a whole.
  const json::object* request() const;
  const json::array* resources() const;
  /// userIdentity; nullptr when it is missing or redacted.
  const json::object* identity() const;
  /// `detail` of an envelope of EventBridge; nullptr when there is none.
  const json::object* detail() const;
  /// responseElements as it stands there; null when nothing was answered.
  const json::value& response() const;
  /// What the answer to a batch call lists of that name; nullptr when the record has no such list.
  const json::array* response_list(std::string_view member) const;
  /// Whether the answer was omitted or redacted, so that nothing can be said of what it said.
  bool hides_response() const;
  /// Whether it was delivered late or corrects an earlier record of the same call (documented).
  bool is_addendum() const;
  /// catalogId of the request, when the caller passed one and the record shows it.
  std::string_view catalog_id() const;

 private:
  explicit Record(json::object object) : object_(std::move(object)) {}

  json::object object_;
};

/// The member of that name, whatever its casing; nullptr when there is none.
const json::value* find_member(const json::object& object, std::string_view name);

/// A member that names something: absent when it is missing, no string, empty, or redacted.
std::optional<std::string> name_at(const json::object& object, std::string_view member);

/// The structure of that name; nullptr when it is missing or none.
const json::object* object_in(const json::object& object, std::string_view member);

/// A list of partition values; absent when any of them is missing, no string, or redacted.
std::optional<std::vector<std::string>> values_at(const json::object& object, std::string_view member);

}  // namespace lakemirror::translate
