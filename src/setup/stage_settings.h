#pragma once

#include <string>

#include "aws/account.h"
#include "config/configuration.h"
#include "feed/lookup_settings.h"
#include "mapping/mapping.h"
#include "pipeline/settings.h"

namespace lakemirror::setup {

// The few values that each stage needs of the configuration.
mapping::MappingSettings mapping_settings(const config::Configuration& configuration,
                                          const std::string& source_account,
                                          const std::string& target_account);
pipeline::Settings pipeline_settings(const config::Configuration& configuration,
                                     const aws::Identity& at_source, const aws::Identity& at_target);
feed::LookupSettings lookup_settings(const config::Configuration& configuration);

}  // namespace lakemirror::setup
