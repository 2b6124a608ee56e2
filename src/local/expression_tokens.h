#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lakemirror::local {

/// The words of a partition expression.
struct Token {
  enum class Kind { name, text, number, symbol, end };
  Kind kind = Kind::end;
  std::string text = {};  ///< names as written (quotes taken off), literals without their quotes
  bool quoted = false;    ///< a name in quotes is never a keyword
};

/// The Error is InvalidInputException "Unsupported expression '...'".
Result<std::vector<Token>> tokenize(std::string_view expression);

}  // namespace lakemirror::local
