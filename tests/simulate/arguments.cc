#include "simulate/arguments.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

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

}  // namespace

std::string Arguments::reproduce(const std::string& program, std::uint64_t seed) const {
  return fmt::format("{} --seeds 1 --first-seed {} --changes {} --verbose", program, seed, changes);
}

Result<Arguments> parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (name == "--verbose") {
      arguments.verbose = true;
      continue;
    }
    if (name == "--help" || name == "-h") {
      arguments.help = true;
      continue;
    }
    if (name == "--seeds") {
      LM_CHECK(number(name, value, arguments.seeds));
    } else if (name == "--first-seed") {
      LM_CHECK(number(name, value, arguments.first_seed));
    } else if (name == "--jobs") {
      LM_CHECK(number(name, value, arguments.jobs));
    } else if (name == "--changes") {
      LM_CHECK(number(name, value, arguments.changes));
    } else {
      return fail(wrong(name, "is unknown"));
    }
    ++i;
  }
  return arguments;
}

}  // namespace lakemirror::simulate
