#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <type_traits>

#include "cli/suggest.h"

namespace lakemirror::cli {

namespace {

/// Marks an option in --help: what stands for its value, and the default where it says something.
void describe(CLI::Option* option, const std::string& value, const std::string& otherwise) {
  option->type_name(value);
  if (!otherwise.empty()) option->default_str(otherwise);
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

/// An unset variable of a script must not pass for "nothing was asked for".
std::string not_empty(const std::string& value) {
  return value.empty() ? "its value is empty" : std::string();
}

template <class Number>
void add_number(CLI::App& app, const std::string& names, Number& target, Number min, Number max,
                const std::string& help) {
  const auto check = [min, max](const std::string& value) -> std::string {
    Number number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    // So written, what is no number at all is out of range too.
    const bool good =
        failure == std::errc() && end == value.data() + value.size() && number >= min && number <= max;
    if (good) return {};
    const char* kind = std::is_integral_v<Number> ? "whole number" : "number";
    return fmt::format("{} is no {} from {} to {}", quoted(value), kind, min, max);
  };
  app.add_option(names, target, help)->check(check)->capture_default_str()->type_name("N");
}

/// What is wrong with a value that has to be one of a few words; nothing when it is one of them.
std::string none_of(const std::vector<std::string>& allowed, const std::string& value) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return {};
  const std::string near = nearest(value, allowed);
  return fmt::format("{} is none of {}", quoted(value), fmt::join(allowed, ", ")) +
         (near.empty() ? "" : "; did you mean " + near + "?");
}

}  // namespace

Command Command::add(const std::string& name, const std::string& summary, const std::string& example) {
  CLI::App* sub = app_->add_subcommand(name, summary);
  // A second command would replace the first without a word.
  app_->require_subcommand(0, 1);
  sub->footer("Example:\n  " + example);
  return Command(*sub, *chosen_);
}

Command& Command::flag(const std::string& names, bool& target, const std::string& help) {
  app_->add_flag(names, target, help);
  return *this;
}

Command& Command::option(const std::string& names, std::string& target, const std::string& value,
                         const std::string& help) {
  describe(app_->add_option(names, target, help)->check(not_empty), value, target);
  return *this;
}

Command& Command::number(const std::string& names, int& target, int min, int max, const std::string& help) {
  add_number(*app_, names, target, min, max, help);
  return *this;
}

Command& Command::number(const std::string& names, double& target, double min, double max,
                         const std::string& help) {
  add_number(*app_, names, target, min, max, help);
  return *this;
}

Command& Command::list(const std::string& names, std::vector<std::string>& target, const std::string& value,
                       const std::string& help) {
  describe(app_->add_option(names, target, help)->allow_extra_args(false)->check(not_empty), value, "");
  return *this;
}

Command& Command::choice(const std::string& names, std::string& target,
                         const std::vector<std::string>& allowed, const std::string& help) {
  std::string value;
  for (const std::string& word : allowed) value += (value.empty() ? "" : "|") + word;
  const auto check = [allowed](const std::string& given) { return none_of(allowed, given); };
  describe(app_->add_option(names, target, help)->check(check), value, target);
  return *this;
}

Command& Command::positional(const std::string& name, std::string& target, bool required,
                             const std::string& help) {
  app_->add_option(name, target, help)->required(required)->check(not_empty)->type_name("");
  return *this;
}

Command& Command::runs(Action action) {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
  return *this;
}

}  // namespace lakemirror::cli
