#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "cli/suggest.h"

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

/// For what nobody expected on the command line: what was probably meant.
std::string unexpected(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  if (!word.empty() && word[0] == '-') {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : names_of(*option)) known.push_back(name);
    }
  } else {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) known.push_back(sub->get_name());
  }
  std::string what = "'" + path_of(app) + "' ";
  if (!word.empty() && word[0] == '-') {
    what += "has no option " + word.substr(0, word.find('='));
  } else {
    what += (known.empty() ? "takes no further argument '" : "has no command '") + word + "'";
  }
  const std::string near = nearest(word.substr(0, word.find('=')), known);
  return near.empty() ? what : what + "; did you mean " + near + "?";
}

}  // namespace

Program::Program(const std::string& name, const std::string& summary, const std::string& version,
                 const std::string& footer)
    : parts_(std::make_unique<Parts>()) {
  parts_->app.name(name);
  parts_->app.description(summary);
  parts_->app.footer(footer);
  parts_->app.set_version_flag("--version", name + " " + version, "Show the version");
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
  } catch (const CLI::ExtrasError& error) {
    const std::vector<std::string> extras = app.remaining(true);
    return Usage{extras.empty() ? error.what() : unexpected(deepest(app), extras.front()), next()};
  } catch (const CLI::ParseError& error) {
    return Usage{error.what(), next()};
  }
  if (!parts_->chosen) return Usage{"'" + path_of(deepest(app)) + "' needs a command", next()};
  return parts_->chosen;
}

}  // namespace lakemirror::cli
