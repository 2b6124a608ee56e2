#include "cli/demo_hints.h"

#include <fmt/format.h>

#include "cli/demo_regions.h"

namespace lakemirror::cli {

std::string demo_commands(const std::string& url, const std::string& configuration) {
  return fmt::format(
      "the local AWS is at {url}; in another terminal:\n"
      "  export AWS_ENDPOINT_URL={url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n"
      "  aws --region {target} glue get-databases\n"
      "  aws --region {target} glue create-database --database-input Name=by_hand\n"
      "  curl '{url}/_local/dump?region={target}'\n"
      "  lakemirror status --config {configuration}\n"
      "  lakemirror diff --config {configuration}\n",
      fmt::arg("url", url), fmt::arg("target", DemoRegions::target),
      fmt::arg("configuration", configuration));
}

std::string demo_next_steps() {
  return "\nTry next:\n"
         "  lakemirror demo --pause    change something at the target by hand: the comparison finds it\n"
         "  lakemirror demo --keep     look around in both Regions, change the source, compare again\n"
         "  lakemirror local           a local AWS for lakemirror run: the two terminals of README.md\n";
}

}  // namespace lakemirror::cli
