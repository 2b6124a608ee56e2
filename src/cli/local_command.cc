#include <fmt/format.h>

#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>

#include "base/log.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/logging.h"
#include "local/server.h"

namespace lakemirror::cli {

namespace {

struct LocalOptions {
  int port = 4588;
  std::string host = "127.0.0.1";
  std::string account = "123456789012";
  std::string knobs;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read knobs",
                 .subject = path,
                 .message = "cannot open the file",
                 .hint = "give a readable file, or the JSON itself, an object in braces"});
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// `text` is a JSON object, or the path of a file that holds one.
Result<local::Knobs> read_knobs(const std::string& text) {
  const local::Knobs base = local::Knobs::for_server();
  if (text.empty()) return base;
  std::string content = text;
  if (trim(text).substr(0, 1) != "{") {
    LM_TRY(content, read_file(text));
  }
  const Result<json::value> read = parse_json(content);
  if (!read) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read knobs",
                 .subject = content == text ? "" : text,
                 .message = read.error().message,
                 .hint = R"(such as {"delivery_delay_max": 5000})"});
  }
  const json::value& parsed = *read;
  if (!parsed.is_object()) {
    return fail({.operation = "read knobs",
                 .message = "not a JSON object",
                 .hint = R"(such as {"delivery_delay_max": 5000})"});
  }
  return local::Knobs::parse(parsed.get_object(), base);
}

bool is_account(const std::string& text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait(lock, stop, [] { return false; });
}

Result<ExitCode> serve(Context& context, const LocalOptions& options) {
  if (!is_account(options.account)) {
    return context.refuse(
        ExitCode::usage, "lakemirror local --help",
        {.operation = "--account", .subject = options.account, .message = "an account is 12 digits"});
  }
  Result<local::Knobs> knobs = read_knobs(options.knobs);
  if (!knobs) return context.refuse(ExitCode::usage, "lakemirror local --help", knobs.error());
  local::Aws aws({.clock = &context.clock(), .account = options.account, .knobs = *knobs});
  Result<std::unique_ptr<local::Server>> server = local::Server::start(aws, options.host, options.port);
  if (!server) {
    server.error().subject = fmt::format("{}:{}", options.host, options.port);
    server.error().hint = "choose another with --host and --port; --port 0 takes any free one";
    const bool is_usual = options.host == LocalOptions().host;
    return context.refuse(ExitCode::error, is_usual ? "lakemirror local --port 0" : "lakemirror local --help",
                          server.error());
  }

  const std::string url = fmt::format("http://{}:{}", options.host, (*server)->port());
  LM_CHECK(context.print("listening on " + url + "\n"));
  context.note(
      fmt::format("account {}; any access key id, secret \"test\"; try:\n"
                  "  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\\n"
                  "    aws --endpoint-url {} --region us-east-1 glue get-databases",
                  options.account, url));
  wait_for(context.stop());
  (*server)->stop();
  return ExitCode::ok;
}

}  // namespace

void add_local(Command root, Context& context) {
  auto options = std::make_shared<LocalOptions>();
  Command command = root.add("local", "A stand-in for the parts of AWS we need, on this machine",
                             "lakemirror local --port 4588 --knobs '{\"delivery_delay_max\": 5000}'");
  command.number("-p,--port", options->port, 0, 65535, "Port to listen on; 0 takes any free one");
  command.option("--host", options->host, "ADDRESS", "Address to listen on");
  command.option("--account", options->account, "ID",
                 "Account of callers whose access key id is not 12 digits");
  command.option("--knobs", options->knobs, "JSON",
                 "How far from an ideal AWS to be, as JSON or a file of it: delays, lost detail, errors");
  context.add_log_options(command);
  command.runs([&context, options]() -> Result<ExitCode> {
    configure_logging(context, "", "");
    return serve(context, *options);
  });
}

}  // namespace lakemirror::cli
