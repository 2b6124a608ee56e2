#include <filesystem>

#include "cli/commands.h"
#include "cli/journal_place.h"
#include "cli/setup.h"
#include "journal/dynamodb/make_table.h"

namespace lakemirror::cli {

namespace {

Result<std::vector<std::string>> make_journal(Context& context, const config::Configuration& configuration) {
  const std::string place = journal_path(context, configuration);
  if (const auto table = journal_table(place)) {
    LM_TRY(const auto client, connect_table(context, configuration));
    return journal::dynamodb::make_table(*client, *table, context.clock(), context.stop());
  }
  std::error_code failed;
  const bool was_there = std::filesystem::exists(place, failed);
  LM_CHECK(open_journal(context, configuration));
  return was_there ? std::vector<std::string>() : std::vector{"made the file " + place};
}

Result<ExitCode> init(Context& context) {
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  const std::string place = journal_path(context, configuration);
  LM_TRY(const auto made, make_journal(context, configuration));
  if (context.wants_json()) {
    LM_CHECK(
        context.print(json::object{{"journal", place}, {"made", json::array(made.begin(), made.end())}}));
    return ExitCode::ok;
  }
  for (const auto& line : made) LM_CHECK(context.print(line + "\n"));
  LM_CHECK(context.print(made.empty() ? place + ": nothing was missing\n" : place + ": ready\n"));
  return ExitCode::ok;
}

}  // namespace

void add_init(Command root, Context& context) {
  Command command = root.add("init", "Make the journal, or what it lacks: a file, or a table of DynamoDB",
                             "lakemirror init --config lakemirror.conf");
  context.add_common_options(command);
  command.runs([&context] { return init(context); });
}

}  // namespace lakemirror::cli
