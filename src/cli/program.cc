#include "cli/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "cli/suggest.h"
#include "report/table.h"

namespace lakemirror::cli {

struct Program::Parts {
  CLI::App app;
  Action chosen;
};

namespace {

const CLI::App& deepest(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : deepest(*parsed.front());
}

std::string path_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : path_of(*app.get_parent()) + " " + app.get_name();
}

std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

/// "a|b" as its words, which is how Command::choice describes its values; empty for one word.
std::vector<std::string> words_of(const std::string& alternatives) {
  std::vector<std::string> words;
  if (alternatives.find('|') == std::string::npos) return words;
  std::istringstream in(alternatives);
  for (std::string word; std::getline(in, word, '|');) words.push_back(word);
  return words;
}

CommandTree tree_of(const CLI::App& app) {
  CommandTree tree{.name = app.get_name(), .summary = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string> choices = words_of(option->get_type_name());
    if (option->get_positional()) {
      if (tree.positional_choices.empty()) tree.positional_choices = choices;
      continue;
    }
    tree.options.push_back({.names = names_of(*option),
                            .help = option->get_description(),
                            .takes_value = option->get_items_expected_max() > 0,
                            .choices = choices});
  }
  for (const CLI::App* sub : app.get_subcommands(nullptr)) tree.commands.push_back(tree_of(*sub));
  return tree;
}

std::string quoted_path(const CLI::App& app) { return "'" + path_of(app) + "'"; }

/// The outermost command of those typed that was given something it does not know.
const CLI::App& puzzled(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() || app.remaining_size(false) > 0 ? app : puzzled(*parsed.front());
}

bool has_option(const CLI::App& app, const std::string& name) {
  return app.get_option_no_throw(name) != nullptr;
}

/// The commands below `app` that have this option, in the order of the help.
std::vector<const CLI::App*> with_option(const CLI::App& app, const std::string& name) {
  std::vector<const CLI::App*> found;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) {
    if (has_option(*sub, name)) found.push_back(sub);
    for (const CLI::App* deeper : with_option(*sub, name)) found.push_back(deeper);
  }
  return found;
}

std::string did_you_mean(const std::string& near) {
  return near.empty() ? "" : "; did you mean " + near + "?";
}

std::string unexpected_option(const CLI::App& program, const CLI::App& app, const std::string& name) {
  const std::string what = quoted_path(app) + " has no option " + name;
  const CLI::App& last = deepest(app);
  if (&last != &app && has_option(last, name))
    return what + "; write it behind the command: " + path_of(last) + " " + name;
  std::vector<std::string> known;
  const auto others = with_option(program, name);
  if (others.empty()) {
    for (const CLI::Option* option : app.get_options()) {
      // Every single letter is near every other one.
      for (const std::string& other : names_of(*option)) {
        if (other.size() > 2 || name.size() > 2 || equal_ignoring_case(name, other)) known.push_back(other);
      }
    }
    return what + did_you_mean(nearest(name, known));
  }
  return what + "; " + path_of(*others.front()) + (others.size() == 1 ? " has it" : " and others have it");
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) names.push_back(sub->get_name());
  return names;
}

std::string unexpected_word(const CLI::App& program, const CLI::App& app, const std::string& word) {
  const std::vector<std::string> known = commands_of(app);
  if (known.empty()) {
    const std::string what = quoted_path(app) + " takes no further argument '" + word + "'";
    const std::vector<std::string> all = commands_of(program);
    const bool is_command = std::find(all.begin(), all.end(), word) != all.end();
    return is_command ? what + "; give one command at a time" : what;
  }
  const std::string what = quoted_path(app) + " has no command '" + word + "'";
  if (!word.empty() && has_option(app, "--" + word)) return what + did_you_mean("--" + word);
  const std::string near = nearest(word, known);
  return what + (near.empty() ? fmt::format("; it has {}", fmt::join(known, ", ")) : did_you_mean(near));
}

/// For what nobody expected on the command line: what was probably meant.
std::string unexpected(const CLI::App& program) {
  const CLI::App& app = puzzled(program);
  const std::vector<std::string> extras = app.remaining(false);
  const std::string word = extras.empty() ? "" : report::printable(extras.front());
  if (word.size() > 1 && word[0] == '-')
    return unexpected_option(program, app, word.substr(0, word.find('=')));
  return unexpected_word(program, app, word);
}

/// CLI11's own words for a number of values that is not right, in ours.
std::string wrong_count(const std::string& said) {
  const std::string option = said.substr(0, said.find(':'));
  return option +
         (said.find("At Most") == std::string::npos ? ": its value is missing" : ": may be given only once");
}

}  // namespace

Program::Program(const std::string& name, const std::string& summary, const std::string& version,
                 const std::string& footer)
    : parts_(std::make_unique<Parts>()) {
  parts_->app.name(name);
  parts_->app.description(summary);
  parts_->app.footer(footer);
  parts_->app.require_subcommand(0, 1);
  parts_->app.set_version_flag("-V,--version", name + " " + version, "Show the version");
  parts_->app.get_formatter()->column_width(34);
}

Program::~Program() = default;

Command Program::root() { return Command(parts_->app, parts_->chosen); }

CommandTree Program::tree() const { return tree_of(parts_->app); }

Program::Parsed Program::parse(int argc, const char* const* argv) {
  CLI::App& app = parts_->app;
  const auto next = [&] { return path_of(deepest(app)) + " --help"; };
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return Text{std::string(version.what()) + "\n"};
  } catch (const CLI::CallForHelp&) {
    return Text{app.help()};
  } catch (const CLI::ExtrasError&) {
    return Usage{unexpected(app), next()};
  } catch (const CLI::ArgumentMismatch& error) {
    return Usage{wrong_count(error.what()), next()};
  } catch (const CLI::ParseError& error) {
    return Usage{report::printable(error.what()), next()};
  }
  if (!parts_->chosen) {
    const CLI::App& last = deepest(app);
    return Usage{fmt::format("{} needs a command: {}", quoted_path(last), fmt::join(commands_of(last), ", ")),
                 next()};
  }
  return parts_->chosen;
}

}  // namespace lakemirror::cli
