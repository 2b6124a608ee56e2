#include "cli/demo_configuration.h"

#include <fmt/format.h>

#include <fstream>

#include "cli/demo_regions.h"
#include "config/load_from.h"
#include "workload/options.h"

namespace lakemirror::cli {

namespace {

// The reasons stand in the file itself: a newcomer who keeps the demo running finds it.
constexpr std::string_view text = R"([AwsDataCatalog]
source_region = {source}
destination_region = {target}
S3BucketMapping = {{{buckets}}}

[lakemirror]
source_endpoint = {endpoint}
target_endpoint = {endpoint}
journal = {journal}
tick_seconds = 1
# Changes may come faster here than pages may be asked for: what shallow passes leave must not wait 5 minutes.
deep_pass_minutes = 1
# What replication reads at the source is in its event history too, and would crowd the pages.
lookup_by = read_only
# The local AWS answers consistently: a read is never older than the changes made before it. AWS promises no
# such thing, so the default is 60. CloudTrail's clock has steps of a second, which leaves another for safety.
read_settle_seconds = 2
# All permissions are a few hundred here, and nobody who watches would wait a minute for the next list of them.
permissions_listed_every_seconds = 2
# Never opens. The workload drops most of what it made within minutes, again and again, which at a real
# source would be the very accident that the breaker is there for.
breaker_share = 1
)";

std::string quoted_buckets() {
  std::string list;
  for (const auto& [source, target] : workload::bucket_pairs()) {
    list += fmt::format("{}'{}': '{}'", list.empty() ? "" : ", ", source, target);
  }
  return list;
}

/// A percent sign begins an interpolation in such a file.
std::string escaped(const std::string& value) {
  std::string out;
  for (const char c : value) out += c == '%' ? "%%" : std::string(1, c);
  return out;
}

}  // namespace

Result<config::Configuration> write_demo_configuration(const std::filesystem::path& folder,
                                                       const std::filesystem::path& journal,
                                                       const std::string& endpoint) {
  const std::filesystem::path path = folder / "lakemirror.conf";
  std::ofstream file(path, std::ios::binary);
  file << fmt::format(text, fmt::arg("source", DemoRegions::source), fmt::arg("target", DemoRegions::target),
                      fmt::arg("buckets", quoted_buckets()), fmt::arg("endpoint", endpoint),
                      fmt::arg("journal", escaped(journal.string())));
  file.close();
  if (!file) {
    return fail({.operation = "write configuration",
                 .subject = path.string(),
                 .message = "cannot write the file",
                 .hint = "look at the space and the rights in the folder, or set TMPDIR to another"});
  }
  return config::load_from(path.string(), [](const std::string&, const std::string& key) {
    return Result<std::string>(fail({.subject = key, .message = "the demo reads no object"}));
  });
}

}  // namespace lakemirror::cli
