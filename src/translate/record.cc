#include "translate/record.h"

#include "base/text.h"

namespace lakemirror::translate {

namespace {

/// CloudTrail replaces what it will not show by a text, whatever the type was (seen in SSM, RDS and others).
bool is_redacted(std::string_view text) {
  return text == "HIDDEN_DUE_TO_SECURITY_REASONS" || text.find("***OMITTED***") != std::string_view::npos;
}

/// {"reason":"requestParameters too large","omitted":"true","originalSize":"149893"}: nothing else is left.
bool is_omitted(const json::object& object) {
  const auto* omitted = find_member(object, "omitted");
  if (omitted == nullptr || find_member(object, "reason") == nullptr) return false;
  return (omitted->is_bool() && omitted->get_bool()) ||
         (omitted->is_string() && equal_ignoring_case(omitted->get_string(), "true"));
}

}  // namespace

const json::value* find_member(const json::object& object, std::string_view name) {
  if (const auto* exact = object.if_contains(name)) return exact;
  for (const auto& member : object) {
    if (equal_ignoring_case(member.key(), name)) return &member.value();
  }
  return nullptr;
}

std::optional<std::string> name_at(const json::object& object, std::string_view member) {
  const auto* value = find_member(object, member);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const std::string_view text = value->get_string();
  if (text.empty() || is_redacted(text)) return std::nullopt;
  return std::string(text);
}

const json::object* object_in(const json::object& object, std::string_view member) {
  const auto* value = find_member(object, member);
  return value == nullptr ? nullptr : value->if_object();
}

std::optional<std::vector<std::string>> values_at(const json::object& object, std::string_view member) {
  const auto* list = find_member(object, member);
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return std::nullopt;
  std::vector<std::string> values;
  for (const auto& element : list->get_array()) {
    if (!element.is_string() || is_redacted(element.get_string())) return std::nullopt;
    values.emplace_back(std::string_view(element.get_string()));
  }
  return values;
}

Result<Record> Record::parse(std::string_view text) {
  LM_TRY(auto value, parse_json(text, freed_as_one(text.size())));
  if (!value.is_object()) {
    return fail(
        {.kind = ErrorKind::invalid, .operation = "read CloudTrail record", .message = "not a JSON object"});
  }
  return Record(std::move(value.get_object()));
}

std::string_view Record::text(std::string_view member) const {
  const auto* value = find_member(object_, member);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::string_view Record::shown(std::string_view member) const {
  const auto found = text(member);
  return is_redacted(found) ? std::string_view() : found;
}

const json::object* Record::request() const {
  const auto* request = object_in(object_, "requestParameters");
  return request == nullptr || is_omitted(*request) ? nullptr : request;
}

const json::array* Record::resources() const {
  const auto* value = find_member(object_, "resources");
  return value == nullptr ? nullptr : value->if_array();
}

const json::object* Record::identity() const { return object_in(object_, "userIdentity"); }

const json::object* Record::detail() const { return object_in(object_, "detail"); }

const json::value& Record::response() const {
  static const json::value none;
  const auto* value = find_member(object_, "responseElements");
  return value == nullptr ? none : *value;
}

const json::array* Record::response_list(std::string_view member) const {
  const auto* answer = response().if_object();
  const auto* value = answer == nullptr ? nullptr : find_member(*answer, member);
  return value == nullptr ? nullptr : value->if_array();
}

bool Record::hides_response() const {
  const auto* answer = response().if_object();
  return answer == nullptr ? !response().is_null() : is_omitted(*answer);
}

bool Record::is_addendum() const {
  const auto* value = find_member(object_, "addendum");
  return value != nullptr && !value->is_null();
}

std::string_view Record::catalog_id() const {
  const auto* parameters = request();
  const auto* value = parameters == nullptr ? nullptr : find_member(*parameters, "catalogId");
  if (value == nullptr || !value->is_string() || is_redacted(value->get_string())) return {};
  return value->get_string();
}

}  // namespace lakemirror::translate
