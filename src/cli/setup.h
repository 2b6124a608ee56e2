#pragma once

#include <memory>
#include <string>

#include "aws/account.h"
#include "aws/connect.h"
#include "cli/context.h"
#include "config/configuration.h"
#include "feed/lookup_settings.h"
#include "journal/journal.h"
#include "mapping/mapping.h"
#include "pipeline/settings.h"

namespace lakemirror::cli {

// From the command line and the configuration to the things commands work with. Errors carry the exit code
// and the next command in `context`.

/// Where the configuration is read from: --config, then $LAKEMIRROR_CONFIG, then ./lakemirror.conf.
std::string configuration_place(const Context& context);

/// Reads the configuration, sets up the log by it, and tells its warnings.
Result<config::Configuration> load_configuration(Context& context);

/// --journal, or what the configuration says.
std::string journal_path(const Context& context, const config::Configuration& configuration);
Result<std::unique_ptr<journal::Journal>> open_journal(Context& context, const std::string& path);
/// The same, for looking at what is in it: one that was not there is told.
Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context, const std::string& path);
/// From the command line alone where it names the journal: looking at one needs no configuration.
Result<std::unique_ptr<journal::Journal>> open_to_look(Context& context);

/// The client of one side. `lookup_rate` matters for the source alone.
Result<std::unique_ptr<aws::HttpClient>> connect_side(Context& context, const config::Side& side,
                                                      double lookup_rate);

// The few values each stage needs of the configuration.
mapping::MappingSettings mapping_settings(const config::Configuration& configuration,
                                          const std::string& source_account,
                                          const std::string& target_account);
pipeline::Settings pipeline_settings(const config::Configuration& configuration,
                                     const aws::Identity& at_source, const aws::Identity& at_target);
feed::LookupSettings lookup_settings(const config::Configuration& configuration);

}  // namespace lakemirror::cli
