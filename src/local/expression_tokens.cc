#include "local/expression_tokens.h"

#include <fmt/format.h>

#include <cctype>

#include "local/digits.h"
#include "local/faults.h"

namespace lakemirror::local {

namespace {

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }
bool continues_name(char c) {
  return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '$';
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> out;
    for (skip_space(); at_ < text_.size(); skip_space()) {
      const char c = text_[at_];
      if (c == '\'' || c == '"' || c == '`') {
        LM_TRY(std::string text, quoted(c));
        out.push_back({c == '\'' ? Token::Kind::text : Token::Kind::name, std::move(text), true});
      } else if (starts_name(c)) {
        out.push_back({Token::Kind::name, run_of(continues_name)});
      } else if (is_digit(c) || ((c == '-' || c == '+' || c == '.') && next_is_digit())) {
        std::string number(1, c);
        ++at_;
        number += run_of([](char digit) { return is_digit(digit) || digit == '.'; });
        out.push_back({Token::Kind::number, std::move(number)});
      } else {
        LM_TRY(std::string mark, symbol());
        out.push_back({Token::Kind::symbol, std::move(mark)});
      }
    }
    out.push_back({});
    return out;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }

  bool next_is_digit() const {
    return at_ + 1 < text_.size() && (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '.');
  }

  template <class Belongs>
  std::string run_of(Belongs belongs) {
    const std::size_t start = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  /// A doubled quote stands for itself.
  Result<std::string> quoted(char quote) {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != quote) {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
        out += text_[at_++];
      } else {
        ++at_;
        return out;
      }
    }
    return invalid_input(fmt::format("Unsupported expression '{}'", text_));
  }

  Result<std::string> symbol() {
    for (const std::string_view mark : {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","}) {
      if (text_.substr(at_).starts_with(mark)) {
        at_ += mark.size();
        return std::string(mark);
      }
    }
    return invalid_input(fmt::format("Unsupported expression '{}'", text_));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view expression) { return Tokenizer(expression).run(); }

}  // namespace lakemirror::local
