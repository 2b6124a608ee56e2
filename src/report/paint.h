#pragma once

#include <string>
#include <string_view>

namespace lakemirror::report {

/// Colours words for a terminal, or leaves them as they are. What is coloured is never told by the colour
/// alone.
class Paint {
 public:
  explicit Paint(bool on = false) : on_(on) {}

  std::string good(std::string_view text) const { return wrap("32", text); }
  std::string bad(std::string_view text) const { return wrap("31", text); }
  std::string warning(std::string_view text) const { return wrap("33", text); }
  std::string strong(std::string_view text) const { return wrap("1", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const {
    if (!on_ || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }

  bool on_;
};

}  // namespace lakemirror::report
