#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

#include "aws/client.h"
#include "cli/demo_board.h"
#include "cli/demo_options.h"

namespace lakemirror::cli {

/// Changes the source on a thread of its own, at a steady pace, until as many changes as asked for have
/// succeeded or `stop` is requested. `administrator` is who the source's client is, and stays a data lake
/// administrator. Ends with the object. What is passed must outlive it.
class DemoChanges {
 public:
  DemoChanges(aws::Client& source, const std::string& administrator, const DemoOptions& options, Clock& clock,
              DemoBoard& board, const std::stop_token& stop);

 private:
  std::jthread thread_;
  std::stop_callback<std::function<void()>> on_stop_;
};

}  // namespace lakemirror::cli
