#pragma once

#include <memory>

#include "cli/monitor.h"
#include "cli/page_server.h"
#include "cli/workbench.h"
#include "config/listen_address.h"

namespace lakemirror::cli {

/// What watches a `run`, and the server through which it is asked: /metrics and /healthz. Nothing of the run
/// waits for it.
class Watch {
 public:
  /// Serves from here on, also while the sides are yet to answer. The bench must outlive it.
  static Result<std::unique_ptr<Watch>> start(Context& context, const Workbench& bench,
                                              const config::ListenAddress& address);

  Monitor& monitor() { return monitor_; }
  /// Says in the log where it can be asked, or why it cannot be yet.
  void tell() const;

 private:
  Watch(std::unique_ptr<journal::Journal> journal, const Workbench& bench, Clock& clock,
        const config::ListenAddress& address);

  config::ListenAddress address_;
  Monitor monitor_;
  PageServer server_;  // goes before what it asks
};

}  // namespace lakemirror::cli
