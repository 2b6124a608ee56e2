#include "cli/commands.h"
#include "cli/completion.h"

namespace lakemirror::cli {

void add_completion(Command root, Context& context, std::function<CommandTree()> tree) {
  Command completion = root.add("completion", "Print a script that completes commands in a shell",
                                "source <(lakemirror completion bash)");
  const auto add_shell = [&](const std::string& shell, const std::string& example,
                             std::string (*script)(const CommandTree&)) {
    completion.add(shell, "The script for " + shell, example)
        .runs([&context, tree, script]() -> Result<ExitCode> {
          LM_CHECK(context.print(script(tree())));
          return ExitCode::ok;
        });
  };
  add_shell("bash", "source <(lakemirror completion bash)", bash_completion);
  add_shell("zsh", "source <(lakemirror completion zsh)", zsh_completion);
  add_shell("fish", "lakemirror completion fish | source", fish_completion);
}

}  // namespace lakemirror::cli
