#include "sweep/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lakemirror::sweep {

namespace {

Error wrong(std::string_view name, std::string message) {
  return {.operation = "read arguments", .subject = std::string(name), .message = std::move(message)};
}

template <class Number>
Result<void> number(std::string_view name, std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out == 0)
    return fail(wrong(name, fmt::format("'{}' is no number", text)));
  return {};
}

Result<Blow> blow_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;; rest.remove_prefix(rest.find(':') + 1)) {
    parts.push_back(rest.substr(0, rest.find(':')));
    if (rest.find(':') == std::string_view::npos) break;
  }
  if (parts.size() != 4) return fail(wrong(text, "is not PLACE:NTH:MISHAP:LENGTH"));
  const auto mishap = parse_mishap(parts[2]);
  if (!mishap) return fail(wrong(parts[2], "there is no such mishap"));
  const auto place = std::ranges::find(kPlaceNames, parts[0]);
  if (place == kPlaceNames.end()) return fail(wrong(parts[0], "there is no such place"));
  Blow blow{.place = static_cast<Place>(place - kPlaceNames.begin()), .mishap = *mishap};
  LM_CHECK(number("NTH", parts[1], blow.nth));
  LM_CHECK(number("LENGTH", parts[3], blow.length));
  return blow;
}

}  // namespace

std::string Arguments::reproduce(const std::string& program, const std::string& kind,
                                 const Blow& blow) const {
  return fmt::format("{}{} --blow {}:{}:{}:{} {}", program, dynamodb ? " --dynamodb" : "",
                     kPlaceNames[static_cast<std::size_t>(blow.place)], blow.nth, to_string(blow.mishap),
                     blow.length, kind);
}

Result<Arguments> parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (!name.starts_with("--")) {
      arguments.kinds.emplace_back(name);
    } else if (name == "--coverage") {
      arguments.coverage = true;
    } else if (name == "--sparse") {
      arguments.sample.sparse = true;
    } else if (name == "--dynamodb") {
      arguments.dynamodb = true;
    } else if (name == "--calm") {
      arguments.calm = true;
    } else if (++i; name == "--jobs") {
      LM_CHECK(number(name, value, arguments.jobs));
    } else if (name == "--stride") {
      LM_CHECK(number(name, value, arguments.sample.stride));
    } else if (name == "--seed") {
      LM_CHECK(number(name, value, arguments.sample.seed));
    } else if (name == "--blow") {
      LM_TRY(arguments.blow, blow_of(value));
    } else {
      return fail(wrong(name, "is unknown"));
    }
  }
  if (arguments.kinds.empty()) return fail(wrong("KIND", "is missing"));
  return arguments;
}

}  // namespace lakemirror::sweep
