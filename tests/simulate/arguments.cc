#include "simulate/arguments.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "local/knobs.h"

namespace lakemirror::simulate {
namespace {

Error wrong(std::string_view name, std::string message) {
  return {.kind = ErrorKind::invalid,
          .operation = "read arguments",
          .subject = std::string(name),
          .message = std::move(message)};
}

template <class Number>
Result<void> number(std::string_view name, const char* text, Number& out) {
  if (text == nullptr) return fail(wrong(name, "needs a number"));
  const std::string_view given(text);
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), out);
  if (error != std::errc() || end != given.data() + given.size()) {
    return fail(wrong(name, fmt::format("'{}' is no number", given)));
  }
  return {};
}

Result<json::object> knobs_from(std::string_view name, const char* text) {
  if (text == nullptr) return fail(wrong(name, "needs a JSON object"));
  LM_TRY(auto parsed, parse_json(text));
  if (!parsed.is_object()) return fail(wrong(name, "needs a JSON object"));
  LM_CHECK(local::Knobs::parse(parsed.get_object()));
  return std::move(parsed.get_object());
}

bool read_flag(std::string_view name, Arguments& arguments) {
  if (name == "--verbose") {
    arguments.verbose = true;
  } else if (name == "--catalog-only") {
    arguments.lake_formation = false;
  } else if (name == "--dynamodb") {
    arguments.dynamodb = true;
  } else if (name == "--coverage") {
    arguments.coverage = true;
  } else if (name == "--stop-at-first-failure") {
    arguments.stop_at_first = true;
  } else if (name == "--help" || name == "-h") {
    arguments.help = true;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string Arguments::reproduce(const std::string& program, std::uint64_t seed) const {
  const auto set = knobs.empty() ? "" : fmt::format(" --knobs '{}'", json::serialize(knobs));
  const auto shorter = changes ? fmt::format(" --changes {}", *changes) : "";
  return fmt::format("{} --seeds 1 --first-seed {}{}{}{}{} --verbose", program, seed, shorter,
                     lake_formation ? "" : " --catalog-only", dynamodb ? " --dynamodb" : "", set);
}

Result<Arguments> parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (read_flag(name, arguments)) continue;
    if (name == "--seeds") {
      LM_CHECK(number(name, value, arguments.seeds));
    } else if (name == "--first-seed") {
      LM_CHECK(number(name, value, arguments.first_seed));
    } else if (name == "--jobs") {
      LM_CHECK(number(name, value, arguments.jobs));
    } else if (name == "--knobs") {
      LM_TRY(arguments.knobs, knobs_from(name, value));
    } else if (name == "--changes") {
      LM_CHECK(number(name, value, arguments.changes.emplace()));
    } else {
      return fail(wrong(name, "is unknown"));
    }
    ++i;
  }
  return arguments;
}

}  // namespace lakemirror::simulate
