#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.h"
#include "cli/setup.h"
#include "config/effective.h"
#include "config/reversed.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

struct ReverseOptions {
  std::string output_file = {};  ///< empty: standard output
  bool force = false;
};

std::string file_text(const config::Reversed& reversed, const std::string& origin) {
  const config::Configuration& to = reversed.configuration;
  std::string text = fmt::format("# Made by lakemirror reverse from {}: {} follows {}.\n",
                                 report::printable(origin), to.target.region, to.source.region);
  for (const std::string& remark : reversed.remarks) text += "# NOTE: " + report::printable(remark) + "\n";
  return text + "\n" + config::effective_text(to);
}

tl::unexpected<Error> cannot_write(Context& context, const std::string& path, int why) {
  return context.refuse(ExitCode::error, "lakemirror reverse --help",
                        {.kind = ErrorKind::denied,
                         .operation = "write the configuration",
                         .subject = path,
                         .message = std::strerror(why),
                         .hint = why == EEXIST ? "name another file, or overwrite it with --force"
                                               : "check the folder and its rights"});
}

Result<void> write_file(Context& context, const ReverseOptions& options, const std::string& text) {
  const std::string& path = options.output_file;
  const int how = O_WRONLY | O_CREAT | O_CLOEXEC | (options.force ? O_TRUNC : O_EXCL);
  const int file = ::open(path.c_str(), how, 0644);
  if (file < 0) return cannot_write(context, path, errno);
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      const int why = errno;
      ::close(file);
      return cannot_write(context, path, why);
    }
    done += static_cast<std::size_t>(wrote);
  }
  if (::close(file) != 0) return cannot_write(context, path, errno);
  return {};
}

std::string written_text(const config::Reversed& reversed, const std::string& path) {
  std::string text = "wrote " + path + "\n";
  for (const std::string& remark : reversed.remarks) text += "note: " + report::printable(remark) + "\n";
  return text +
         fmt::format(
             "next, while the fence of the first direction stands: lakemirror init -c {0}; lakemirror diff "
             "-c {0}; docs/failover.md\n",
             path);
}

Result<ExitCode> reverse(Context& context, const ReverseOptions& options) {
  LM_TRY(config::Configuration configuration, load_configuration(context));
  configuration.journal = journal_path(context, configuration);
  const config::Reversed reversed = config::reversed(configuration);
  const std::string text = file_text(reversed, configuration.origin);
  const bool to_file = !options.output_file.empty();
  if (to_file) LM_CHECK(write_file(context, options, text));
  if (context.wants_json()) {
    LM_CHECK(context.print(
        json::object{{"configuration", text},
                     {"output_file", to_file ? json::value(options.output_file) : json::value(nullptr)},
                     {"journal", reversed.configuration.journal},
                     {"notes", json::array(reversed.remarks.begin(), reversed.remarks.end())}}));
  } else {
    LM_CHECK(context.print(to_file ? written_text(reversed, options.output_file) : text));
  }
  return ExitCode::ok;
}

}  // namespace

void add_reverse(Command root, Context& context) {
  auto options = std::make_shared<ReverseOptions>();
  Command command =
      root.add("reverse", "Write the configuration that replicates the other way, with a journal of its own",
               "lakemirror reverse --output-file reversed.conf");
  command.option("--output-file", options->output_file, "PATH",
                 "Where to write it (otherwise standard output); a file that is there is an error");
  command.flag("--force", options->force, "Overwrite the file");
  context.add_common_options(command);
  command.runs([&context, options] { return reverse(context, *options); });
}

}  // namespace lakemirror::cli
