#include "simulate/noun.h"

#include <array>
#include <utility>

namespace lakemirror::simulate {

Noun noun_of(std::string_view name) {
  // The first that fits: some of the words are part of others.
  constexpr std::array<std::pair<std::string_view, Noun>, 12> words = {{
      {"Partition", Noun::partition},
      {"TableVersion", Noun::version},
      {"Permissions", Noun::grants},
      {"LFTagsToResource", Noun::assignment},
      {"LFTagsFromResource", Noun::assignment},
      {"ResourceLFTags", Noun::assignment},
      {"LFTagExpression", Noun::expression},
      {"LFTag", Noun::tag},
      {"DataCellsFilter", Noun::filter},
      {"Settings", Noun::settings},
      {"Resource", Noun::location},
      {"Table", Noun::table},
  }};
  for (const auto& [word, noun] : words) {
    if (name.find(word) != std::string_view::npos) return noun;
  }
  return name.find("Database") != std::string_view::npos ? Noun::database : Noun::other;
}

bool is_of_catalog(Noun noun) {
  return noun == Noun::database || noun == Noun::table || noun == Noun::partition || noun == Noun::version;
}

}  // namespace lakemirror::simulate
