#include "config/python_literal.h"

#include <cmath>

#include "promise.h"

using namespace lakemirror;

namespace {

/// Equal, but for the last digits of a number, since the two parsers round by different means, and but for
/// what Boost takes for infinite or no number: 1e400, 0e400.
bool alike(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) {
    if (!a.is_double() && !b.is_double()) return a == b;
    const double x = a.to_number<double>(), y = b.to_number<double>();
    return !std::isfinite(y) || std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y)) + 1e-300;
  }
  if (a.kind() != b.kind()) return false;
  if (const auto* array = a.if_array()) {
    return std::ranges::equal(*array, b.get_array(), alike);
  }
  if (const auto* object = a.if_object()) {
    if (object->size() != b.get_object().size()) return false;
    return std::ranges::all_of(*object, [&](const auto& member) {
      const auto* other = b.get_object().if_contains(member.key());
      return other != nullptr && alike(member.value(), *other);
    });
  }
  return a == b;
}

}  // namespace

/// What is read as a literal means the same when it is written as JSON; what is JSON means what JSON says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = config::parse_python_literal(text);
  if (!value) {
    promise(value.error().message.find("(at character ") != std::string::npos, "an error names its place");
    return 0;
  }
  if (const auto as_json = parse_json(text)) promise(alike(*value, *as_json), "JSON means what JSON says");
  const auto again = config::parse_python_literal(canonical_json(*value));
  // A list without its brackets is one level deeper once it has them.
  const bool too_deep = !again && again.error().message.starts_with("nested more than");
  promise(too_deep || (again && alike(*value, *again)), "a literal can be written as JSON");
  return 0;
}
