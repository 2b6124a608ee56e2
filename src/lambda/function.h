#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "lambda/admin.h"
#include "lambda/configuration_watch.h"
#include "lambda/runtime_client.h"
#include "lambda/services.h"
#include "lambda/sides.h"
#include "lambda/work.h"

namespace lakemirror::lambda {

/// Which of the functions this is.
enum class Handler { pull, replicate, ingest, admin };
std::string_view to_string(Handler handler);
std::optional<Handler> parse_handler(std::string_view word);

/// A Lambda function: serves one invocation after another. What is slow to make is kept from one to the next.
class Function {
 public:
  Function(Handler handler, Services services);
  ~Function();

  /// Serves until a stop. An Error says that the Runtime API gave no invocation.
  Result<void> serve(RuntimeClient& runtime);

 private:
  void serve_one(RuntimeClient& runtime, const Invocation& invocation);
  Result<json::value> work(const Invocation& invocation, Figures& figures);
  Result<json::value> handle(const Work& work);
  /// Needs neither configuration nor journal: it has to work before there are any.
  Result<json::value> administrate(const Work& work);
  /// Journal and sides by the configuration as it is now.
  Result<void> prepare();
  /// Goes over to another configuration; stays with the one before where its journal cannot be opened.
  Result<void> follow(std::shared_ptr<const config::Configuration> configuration);
  void measure_journal(Figures& figures);
  void measure_calls(Figures& figures);
  void tell(const Invocation& invocation, const Figures& figures);

  Handler handler_;
  Services services_;
  ConfigurationWatch watch_;
  std::shared_ptr<const config::Configuration> configuration_;
  std::uint64_t generation_ = 0;  ///< of that configuration
  OpenedJournal opened_;
  std::stop_source stop_;  ///< of this invocation; another one once it was requested
  std::unique_ptr<Sides> sides_;
  Admin admin_;
  struct Calls {
    std::uint64_t calls = 0, throttles = 0;
  };
  Calls source_before_, target_before_;
  std::uint64_t journal_faults_ = 0;
  std::uint64_t faults_before_ = 0;
};

}  // namespace lakemirror::lambda
