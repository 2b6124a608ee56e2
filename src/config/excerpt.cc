#include "config/excerpt.h"

#include "config/python_space.h"

namespace lakemirror::config {

std::string excerpt(std::string_view text) {
  constexpr std::size_t longest = 80;
  std::string out = "'";
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = character_length(text.substr(at));
    if (at + length > longest) break;
    if (length == 0)
      out += '?';
    else if (static_cast<unsigned char>(text[at]) < 32)
      out += ' ';
    else
      out += text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  if (at < text.size()) out += "...";
  return out + "'";
}

}  // namespace lakemirror::config
