#pragma once

#include <memory>
#include <string>

#include "aws/connect.h"
#include "cli/context.h"
#include "config/configuration.h"
#include "journal/journal.h"
#include "journal/lease.h"
#include "setup/stage_settings.h"

namespace lakemirror::cli {

// From the command line and the configuration to the things commands work with. Errors carry the exit code
// and the next command in `context`.

/// Where the configuration is read from: --config, then $LAKEMIRROR_CONFIG, then ./lakemirror.conf.
std::string configuration_place(const Context& context);

/// Reads the configuration, sets up the log by it, and tells its warnings.
Result<config::Configuration> load_configuration(Context& context);

/// --journal, or what the configuration says: a path, or dynamodb://TABLE.
std::string journal_path(const Context& context, const config::Configuration& configuration);
/// Opens that.
Result<std::unique_ptr<journal::Journal>> open_journal(Context& context,
                                                       const config::Configuration& configuration);
/// The same, for looking at what is in it: a file that was not there is told.
Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context,
                                                       const config::Configuration& configuration);
/// From the command line alone where it names a file: looking at one needs no configuration. A table is
/// looked at as the configuration says how to reach the target.
Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context);

/// The client of one side. `lookup_rate` matters for the source alone.
Result<std::unique_ptr<aws::HttpClient>> connect_side(Context& context, const config::Side& side,
                                                      double lookup_rate);
/// The target's, whose changes are only sent while `lease` has `change_timeout` left, and are given
/// up after that. They say that they are copied from there.
Result<std::unique_ptr<aws::HttpClient>> connect_target(Context& context, const config::Side& side,
                                                        journal::Lease* lease, Milliseconds change_timeout,
                                                        std::string copies_from);

using setup::lookup_settings;
using setup::mapping_settings;
using setup::pipeline_settings;

}  // namespace lakemirror::cli
