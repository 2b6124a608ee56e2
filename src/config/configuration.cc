#include "config/configuration.h"

#include "config/configuration_reader.h"

namespace lakemirror::config {

Result<Configuration> load(std::string_view text, const std::string& origin) {
  LM_TRY(const IniFile file, IniFile::parse(text, origin));
  return ConfigurationReader(file).read();
}

}  // namespace lakemirror::config
