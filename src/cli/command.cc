#include "cli/command.h"

#include <CLI/CLI.hpp>

namespace lakemirror::cli {

namespace {

/// Marks an option in --help: what stands for its value, and the default where it says something.
void describe(CLI::Option* option, const std::string& value, const std::string& otherwise) {
  option->type_name(value);
  if (!otherwise.empty()) option->default_str(otherwise);
}

template <class Number>
void add_number(CLI::App& app, const std::string& names, Number& target, Number min, Number max,
                const std::string& help) {
  CLI::Option* option =
      app.add_option(names, target, help)->check(CLI::Range(min, max).description(""))->capture_default_str();
  option->type_name("N");
}

}  // namespace

Command Command::add(const std::string& name, const std::string& summary, const std::string& example) {
  CLI::App* sub = app_->add_subcommand(name, summary);
  sub->footer("Example:\n  " + example);
  return Command(*sub, *chosen_);
}

Command& Command::flag(const std::string& names, bool& target, const std::string& help) {
  app_->add_flag(names, target, help);
  return *this;
}

Command& Command::option(const std::string& names, std::string& target, const std::string& value,
                         const std::string& help) {
  describe(app_->add_option(names, target, help), value, target);
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
  describe(app_->add_option(names, target, help)->allow_extra_args(false), value, "");
  return *this;
}

Command& Command::choice(const std::string& names, std::string& target,
                         const std::vector<std::string>& allowed, const std::string& help) {
  std::string value;
  for (const std::string& word : allowed) value += (value.empty() ? "" : "|") + word;
  describe(app_->add_option(names, target, help)->check(CLI::IsMember(allowed).description("")), value,
           target);
  return *this;
}

Command& Command::positional(const std::string& name, std::string& target, bool required,
                             const std::string& help) {
  app_->add_option(name, target, help)->required(required)->type_name("");
  return *this;
}

Command& Command::runs(Action action) {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
  return *this;
}

}  // namespace lakemirror::cli
