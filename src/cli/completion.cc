#include "cli/completion.h"

#include <fmt/format.h>

#include <functional>

namespace lakemirror::cli {

namespace {

/// Calls `visit` for every command and then for the program, each with the words that lead to it ("events
/// list", "events", ""). The longest come first: shells take the first case that matches.
void each_command(const CommandTree& tree, const std::string& path,
                  const std::function<void(const std::string& path, const CommandTree&)>& visit) {
  for (const CommandTree& sub : tree.commands)
    each_command(sub, path.empty() ? sub.name : path + " " + sub.name, visit);
  visit(path, tree);
}

std::string words_after(const CommandTree& tree) {
  std::string words;
  const auto add = [&](const std::string& word) { words += (words.empty() ? "" : " ") + word; };
  for (const CommandTree& sub : tree.commands) add(sub.name);
  for (const std::string& choice : tree.positional_choices) add(choice);
  for (const auto& option : tree.options) {
    for (const std::string& name : option.names) add(name);
  }
  return words;
}

/// Shell cases that set `words` by the path of commands, and by the option whose value is being typed.
std::string word_cases(const CommandTree& program) {
  std::string cases;
  each_command(program, "", [&](const std::string& path, const CommandTree& tree) {
    for (const auto& option : tree.options) {
      if (!option.takes_value) continue;
      std::string choices;
      for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : " ") + choice;
      for (const std::string& name : option.names) {
        cases += fmt::format("    '{} {}') words='{}'; files={} ;;\n", path, name, choices,
                             choices.empty() ? 1 : 0);
      }
    }
    cases += fmt::format("    '{} '*) words='{}' ;;\n", path, words_after(tree));
  });
  return cases;
}

/// A shell function that walks the words typed so far to the deepest command.
std::string path_function(const CommandTree& program) {
  std::string known;
  each_command(program, "", [&](const std::string& path, const CommandTree&) {
    if (!path.empty()) known += fmt::format("      '{}') chain=\"$chain${{chain:+ }}$word\" ;;\n", path);
  });
  // Not `path`: that name is PATH to zsh.
  return "  local chain='' word words='' files=0\n"
         "  for word in \"${typed[@]}\"; do\n"
         "    case \"$chain${chain:+ }$word\" in\n" +
         known +
         "    esac\n"
         "  done\n";
}

std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

std::string bash_completion(const CommandTree& program) {
  return "# bash completion for lakemirror. Load it with: source <(lakemirror completion bash)\n"
         "_lakemirror() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local typed=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n" +
         path_function(program) + "  case \"$chain $previous\" in\n" + word_cases(program) +
         "  esac\n"
         "  if ((files)); then COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "  else COMPREPLY=($(compgen -W \"$words\" -- \"$current\")); fi\n"
         "}\n"
         "complete -o filenames -F _lakemirror lakemirror\n";
}

std::string zsh_completion(const CommandTree& program) {
  return "#compdef lakemirror\n"
         "# zsh completion for lakemirror. Load it with: source <(lakemirror completion zsh)\n"
         "_lakemirror() {\n"
         "  local previous=${words[CURRENT-1]}\n"
         "  local -a typed=(\"${(@)words[2,CURRENT-1]}\")\n"
         "  _lakemirror_words\n"
         "}\n"
         "_lakemirror_words() {\n" +
         path_function(program) + "  case \"$chain $previous\" in\n" + word_cases(program) +
         "  esac\n"
         "  if ((files)); then _files\n"
         "  else compadd -- ${=words}; fi\n"
         "}\n"
         // As a file in fpath this is the body of _lakemirror, run at the first completion.
         "if [[ ${funcstack[1]-} == _lakemirror ]]; then _lakemirror \"$@\"\n"
         "else compdef _lakemirror lakemirror; fi\n";
}

std::string fish_completion(const CommandTree& program) {
  std::string out = "# fish completion for lakemirror. Load it with: lakemirror completion fish | source\n";
  each_command(program, "", [&](const std::string& path, const CommandTree& tree) {
    std::string condition = "__fish_use_subcommand";
    if (!path.empty()) {
      condition.clear();
      for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t end = std::min(path.find(' ', begin), path.size());
        condition += (condition.empty() ? "" : "; and ") +
                     ("__fish_seen_subcommand_from " + path.substr(begin, end - begin));
        begin = end + 1;
      }
    }
    const std::string prefix = fmt::format("complete -c lakemirror -n '{}'", condition);
    for (const CommandTree& sub : tree.commands) {
      out += fmt::format("{} -f -a {} -d {}\n", prefix, sub.name, fish_quoted(sub.summary));
    }
    for (const std::string& choice : tree.positional_choices)
      out += fmt::format("{} -f -a {}\n", prefix, choice);
    for (const auto& option : tree.options) {
      std::string names;
      for (const std::string& name : option.names) {
        names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      std::string choices;
      for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : " ") + choice;
      out += fmt::format("{}{}{}{} -d {}\n", prefix, names, option.takes_value ? " -r" : "",
                         choices.empty() ? "" : " -f -a '" + choices + "'", fish_quoted(option.help));
    }
  });
  return out;
}

}  // namespace lakemirror::cli
