#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "journal/in_flight.h"
#include "journal/journal.h"
#include "journal/lease.h"
#include "lambda/configuration_watch.h"

namespace lakemirror::lambda {

/// A journal and the right to work on it.
struct OpenedJournal {
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<journal::Lease> lease;
  /// Of the lease, where its holder may lose it while it works.
  journal::InFlight* in_flight = nullptr;
};

/// What whoever starts the function chooses. The references outlive it.
struct Services {
  Clock& clock;
  Random& random;
  std::stop_token stop;       ///< the process is to end
  std::string function_name;  ///< as AWS knows it
  ConfigurationWatch::Place configuration;
  std::function<Result<OpenedJournal>(const config::Configuration&)> open_journal;
  /// Sets up the log by a configuration that was read.
  std::function<void(const config::Configuration&)> configure_log;
};

}  // namespace lakemirror::lambda
