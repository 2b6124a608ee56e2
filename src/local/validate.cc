#include "local/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/clock.h"
#include "base/text.h"
#include "local/faults.h"

namespace lakemirror::local {

namespace {

using api::Shape;
using api::Type;

constexpr std::size_t most_reported = 10;    // violations named in one answer
constexpr std::size_t longest_value = 1024;  // of a value quoted in an answer

std::string lower_first(std::string_view name) {
  std::string out(name);
  if (!out.empty()) out[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[0])));
  return out;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool has_type(const json::value& value, Type type) {
  switch (type) {
    case Type::structure:
    case Type::map:
      return value.is_object();
    case Type::list:
      return value.is_array();
    case Type::string:
    case Type::blob:
      return value.is_string();
    case Type::integer:
      return value.is_int64() || (value.is_uint64() && std::in_range<std::int64_t>(value.get_uint64()));
    case Type::floating:
      return value.is_number();
    case Type::timestamp:
      return value.is_number() && time_of_seconds(value.to_number<double>());
    case Type::boolean:
      return value.is_bool();
  }
  return false;
}

std::string_view java_name(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return "STRING_VALUE";
    case json::kind::array:
      return "START_ARRAY";
    case json::kind::object:
      return "START_OBJECT";
    case json::kind::bool_:
      return value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    case json::kind::double_:
      return "DECIMAL_VALUE";
    default:
      return "NUMBER_VALUE";
  }
}

std::string_view type_name(Type type) {
  switch (type) {
    case Type::structure:
      return "Structure";
    case Type::map:
      return "Map";
    case Type::list:
      return "List";
    case Type::string:
      return "String";
    case Type::blob:
      return "Blob";
    case Type::integer:
      return "Integer";
    case Type::floating:
      return "Double";
    case Type::timestamp:
      return "Timestamp";
    case Type::boolean:
      return "Boolean";
  }
  return "";
}

/// Where in the request a value stands. Written out only when there is something to report: a batch of a
/// hundred partitions has ten thousand values.
struct Path {
  const Path* parent = nullptr;
  std::string_view name = {};
  std::size_t element = 0;  ///< of a list, from 1; `name` is then empty

  std::string text() const {
    std::string out = parent == nullptr ? "" : parent->text();
    if (parent == nullptr) return out;
    if (element > 0) return fmt::format("{}.{}.member", out, element);
    if (!out.empty()) out += '.';
    return out + lower_first(name);
  }
};

class Validator {
 public:
  Result<void> check_structure(const json::object& value, const Shape& shape, const Path& path) {
    for (const auto& member : shape.members) {
      const json::value* given = value.if_contains(member.name);
      const Path here{&path, member.name};
      if (given == nullptr || given->is_null()) {
        if (member.required) violated("null", here, "Member must not be null");
        continue;
      }
      LM_CHECK(check(*given, *member.shape, here));
    }
    return {};
  }

  Result<void> verdict() const {
    if (violations_.empty()) return {};
    return fault("ValidationException",
                 fmt::format("{} validation error{} detected: {}", violations_.size(),
                             violations_.size() == 1 ? "" : "s", join(violations_, "; ")));
  }

 private:
  Result<void> check(const json::value& value, const Shape& shape, const Path& path) {
    // A structure without members is the model's word for a free document (types of Iceberg columns).
    if (shape.type == Type::structure && shape.members.empty()) return {};
    if (!has_type(value, shape.type)) {
      const bool vowel = shape.type == Type::integer;
      return fault("SerializationException",
                   fmt::format("{} can not be converted to {} {} at '{}'", java_name(value),
                               vowel ? "an" : "a", type_name(shape.type), path.text()));
    }
    switch (shape.type) {
      case Type::structure:
        return check_structure(value.get_object(), shape, path);
      case Type::list:
        check_size(value, value.get_array().size(), shape, path);
        break;
      case Type::map:
        check_size(value, value.get_object().size(), shape, path);
        break;
      case Type::string:
        check_string(value, shape, path);
        break;
      case Type::integer:
        check_range(value, shape, path);
        break;
      default:
        break;
    }
    if (shape.type == Type::list) return check_list(value.get_array(), shape, path);
    if (shape.type == Type::map) return check_map(value.get_object(), shape, path);
    return {};
  }

  void violated(const std::string& shown, const Path& path, const std::string& constraint) {
    if (violations_.size() >= most_reported) return;
    violations_.push_back(
        fmt::format("Value {} at '{}' failed to satisfy constraint: {}", shown, path.text(), constraint));
  }

  static std::string quoted(const json::value& value) {
    std::string text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    if (text.size() > longest_value) text.resize(longest_value);
    return "'" + text + "'";
  }

  void check_range(const json::value& value, const Shape& shape, const Path& path) {
    const double number = value.to_number<double>();
    if (shape.min >= 0 && number < static_cast<double>(shape.min)) {
      violated(quoted(value), path,
               fmt::format("Member must have value greater than or equal to {}", shape.min));
    }
    if (shape.max >= 0 && number > static_cast<double>(shape.max)) {
      violated(quoted(value), path,
               fmt::format("Member must have value less than or equal to {}", shape.max));
    }
  }

  void check_size(const json::value& value, std::size_t size, const Shape& shape, const Path& path) {
    if (shape.min > 0 && size < static_cast<std::size_t>(shape.min)) {
      violated(quoted(value), path,
               fmt::format("Member must have length greater than or equal to {}", shape.min));
    }
    if (shape.max >= 0 && size > static_cast<std::size_t>(shape.max)) {
      violated(quoted(value), path,
               fmt::format("Member must have length less than or equal to {}", shape.max));
    }
  }

  void check_string(const json::value& value, const Shape& shape, const Path& path) {
    const std::string_view text = value.get_string();
    if (!shape.enumeration.empty() && std::ranges::find(shape.enumeration, text) == shape.enumeration.end()) {
      const std::vector<std::string> allowed(shape.enumeration.begin(), shape.enumeration.end());
      violated(quoted(value), path, "Member must satisfy enum value set: [" + join(allowed, ", ") + "]");
    }
    if (shape.min > 0 || shape.max >= 0) check_size(value, characters(text), shape, path);
  }

  Result<void> check_list(const json::array& value, const Shape& shape, const Path& path) {
    std::size_t position = 0;
    for (const auto& element : value) LM_CHECK(check(element, *shape.element, {&path, {}, ++position}));
    return {};
  }

  Result<void> check_map(const json::object& value, const Shape& shape, const Path& path) {
    for (const auto& member : value) {
      if (!member.value().is_null()) LM_CHECK(check(member.value(), *shape.element, {&path, member.key()}));
    }
    return {};
  }

  std::vector<std::string> violations_;
};

}  // namespace

Result<void> validate(const json::object& input, const api::Operation& operation) {
  if (operation.service == api::Service::cloudtrail) {
    // CloudTrail names this violation with an error of its own.
    const json::value* most = input.if_contains("MaxResults");
    if (most != nullptr && most->is_int64() && (most->get_int64() < 1 || most->get_int64() > 50)) {
      return fault("InvalidMaxResultsException",
                   "The value specified for MaxResults must be between 1 and 50.");
    }
  }
  Validator validator;
  LM_CHECK(validator.check_structure(input, *operation.input, {}));
  return validator.verdict();
}

}  // namespace lakemirror::local
