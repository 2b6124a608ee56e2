#pragma once

#include "config/configuration.h"
#include "config/ini_file.h"
#include "config/section_reader.h"

namespace lakemirror::config {

/// Fills a Configuration from an INI file, subject by subject. For load() only.
class ConfigurationReader {
 public:
  explicit ConfigurationReader(const IniFile& file);
  Result<Configuration> read();

 private:
  Result<void> read_regions();
  Result<void> read_side(const std::string& name, Side& side);
  Result<void> read_region(std::string_view key, std::string& out);
  Result<void> check_sides_differ();
  Result<void> read_locations();
  Result<void> read_databases();
  Result<void> read_batch_switches();
  Result<void> read_feed();
  Result<void> read_guards();
  Result<void> read_replicators();
  Result<void> read_process();
  Result<void> read_metrics_listen();
  /// A remark about one key's line.
  std::string remark(const SectionReader& section, std::string_view key, const std::string& text) const;

  const IniFile& file_;
  SectionReader catalog_;  ///< [AwsDataCatalog]
  SectionReader ours_;     ///< [lakemirror]
  Configuration out_ = {};
};

}  // namespace lakemirror::config
