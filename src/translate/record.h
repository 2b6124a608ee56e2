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

  std::string_view text(std::string_view member) const;
  /// requestParameters, or nullptr when it is null, omitted as too large, or redacted as a whole.
  const json::object* request() const;
  const json::array* resources() const;
  /// The items a batch call answered an error for; nullptr when the record has no such list.
  const json::array* item_errors() const;
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

/// A list of partition values; absent when any of them is missing, no string, or redacted.
std::optional<std::vector<std::string>> values_at(const json::object& object, std::string_view member);

}  // namespace lakemirror::translate
