#pragma once

#include "aws/environment.h"
#include "aws/shared_config.h"
#include "base/clock.h"

namespace lakemirror::aws {

/// How the metadata service of an EC2 instance is asked.
struct MetadataSettings {
  bool disabled = false;
  std::string endpoint = {};  ///< with a slash at its end
  Seconds timeout = Seconds(1);
  int attempts = 1;
};

/// By variables, else by the keys of the profile (nullptr for none), else the SDKs' defaults. The Error names
/// the setting that cannot be used.
Result<MetadataSettings> metadata_settings(const Environment& environment, const Profile* profile);

}  // namespace lakemirror::aws
