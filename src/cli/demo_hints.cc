#include "cli/demo_hints.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/demo_regions.h"

namespace lakemirror::cli {

namespace {

/// How this binary is called from here: a newcomer has built it and installed nothing.
std::string program() {
  std::error_code failure;
  const std::filesystem::path binary = std::filesystem::read_symlink("/proc/self/exe", failure);
  if (failure) return "lakemirror";
  const std::filesystem::path near = std::filesystem::proximate(binary, failure);
  const bool is_below = !failure && !near.empty() && *near.begin() != ".." && near.has_parent_path();
  return is_below ? near.string() : binary.string();
}

}  // namespace

std::string demo_commands(const std::string& url, const std::string& configuration) {
  return fmt::format(
      "the local AWS is at {url}; in another terminal:\n"
      "  export AWS_ENDPOINT_URL={url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n"
      "  aws --region {target} glue get-databases\n"
      "  aws --region {target} glue create-database --database-input Name=by_hand\n"
      "  aws --region {target} lakeformation list-permissions\n"
      "  curl '{url}/_local/dump?region={target}'\n"
      "  {program} status --config {configuration}\n"
      "  {program} diff --config {configuration}\n",
      fmt::arg("url", url), fmt::arg("target", DemoRegions::target), fmt::arg("configuration", configuration),
      fmt::arg("program", program()));
}

std::string demo_next_steps() {
  return fmt::format(
      "\nTry next:\n"
      "  {0} demo --pause   change something at the target by hand: the comparison finds it\n"
      "  {0} demo --keep    look around in both Regions, change the source, compare again\n"
      "  {0} local          a local AWS of its own: the two terminals of README.md\n",
      program());
}

}  // namespace lakemirror::cli
