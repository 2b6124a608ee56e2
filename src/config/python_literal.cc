#include "config/python_literal.h"

#include <string>

#include "config/excerpt.h"
#include "config/literal_number.h"
#include "config/literal_string.h"

namespace lakemirror::config {

namespace {

/// A recursive descent over the text; bounded in depth, so that no file can exhaust the stack.
class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : text_(text) {}

  /// One value, or several with commas between them, which are a list without its brackets.
  Result<json::value> document() {
    LM_TRY(json::value first, value(0));
    if (!take(',')) return end(std::move(first));
    json::array all = {std::move(first)};
    for (bool more = true; more && !at_end(); more = take(',')) {
      LM_TRY(json::value next, value(0));
      all.push_back(std::move(next));
    }
    return end(json::value(std::move(all)));
  }

 private:
  static constexpr int deepest = 32;  // a mapping needs one level

  bool at_end() {
    const Nested nested(inside_);  // blank lines after the value are harmless
    skip_blanks();
    return at_ >= text_.size();
  }

  Result<json::value> end(json::value value) {
    if (!at_end()) return fail(complaint("found " + rest() + " after the value"));
    return value;
  }

  Result<json::value> value(int depth) {
    if (depth > deepest)
      return fail(complaint("nested more than " + std::to_string(deepest) + " levels deep"));
    skip_blanks();
    if (at_ >= text_.size()) return fail(complaint("a value is missing"));
    const char c = text_[at_];
    if (c == '[') return list(depth);
    if (c == '(') return tuple(depth);
    if (c == '{') return dict(depth);
    if (begins_string(text_.substr(at_))) return string();
    if (c == '+' || c == '-') return signed_number();
    if (number_length(text_.substr(at_)) > 0) return number(false);
    return word();
  }

  Result<json::value> list(int depth) {
    ++at_;
    LM_TRY(json::array elements, this->elements(']', depth));
    return json::value(std::move(elements));
  }

  /// One value in parentheses is that value, unless a comma follows it.
  Result<json::value> tuple(int depth) {
    ++at_;
    LM_TRY(json::array elements, this->elements(')', depth));
    if (elements.size() == 1 && !last_had_comma_) return json::value(std::move(elements.front()));
    return json::value(std::move(elements));
  }

  Result<json::array> elements(char close, int depth) {
    const Nested nested(inside_);
    json::array out;
    bool comma = false;
    for (;;) {
      if (take(close)) break;
      if (!out.empty() && !comma)
        return fail(complaint(std::string("expected ',' or '") + close + "', found " + rest()));
      LM_TRY(json::value element, value(depth + 1));
      out.push_back(std::move(element));
      comma = take(',');
    }
    last_had_comma_ = comma;
    return out;
  }

  Result<json::value> dict(int depth) {
    ++at_;
    const Nested nested(inside_);
    json::object out;
    bool first = true, comma = false;
    for (; !take('}'); first = false) {
      if (!first && !comma) return fail(complaint("expected ',' or '}', found " + rest()));
      LM_TRY(const json::value key, value(depth + 1));
      if (!key.is_string()) return fail(complaint("a key that is no string"));
      if (!take(':')) return fail(complaint("expected ':' after a key, found " + rest()));
      LM_TRY(json::value member, value(depth + 1));
      out.insert_or_assign(key.get_string(), std::move(member));
      comma = take(',');
    }
    return json::value(std::move(out));
  }

  /// Strings that stand side by side are one string.
  Result<json::value> string() {
    std::string out;
    while (begins_string(text_.substr(at_))) {
      auto read = read_string(text_.substr(at_));
      if (!read) return fail(complaint(read.error().message));
      out += read->value;
      at_ += read->length;
      skip_blanks();
    }
    return json::value(out);
  }

  Result<json::value> signed_number() {
    const bool negative = text_[at_++] == '-';
    skip_blanks();
    return number(negative);
  }

  Result<json::value> number(bool negative) {
    const std::size_t length = number_length(text_.substr(at_));
    if (length == 0) return fail(complaint("a number is missing after the sign"));
    auto read = read_number(text_.substr(at_, length), negative);
    if (!read) return fail(complaint(read.error().message));
    at_ += length;
    return read;
  }

  Result<json::value> word() {
    std::size_t length = 0;
    while (at_ + length < text_.size() && is_word(text_[at_ + length])) ++length;
    const std::string_view word = text_.substr(at_, length);
    json::value meaning;
    if (word == "True" || word == "true")
      meaning = true;
    else if (word == "False" || word == "false")
      meaning = false;
    else if (word != "None" && word != "null")
      return fail(complaint("found " + rest() + "; strings need quotes"));
    at_ += length;
    return meaning;
  }

  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
  }

  /// Lines may end inside brackets only, as in Python.
  struct Nested {
    explicit Nested(bool& inside) : flag(inside), before(inside) { flag = true; }
    ~Nested() { flag = before; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    bool& flag;
    bool before;
  };

  void skip_blanks() {
    for (;;) {
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("\\\n")) {
        at_ += 2;  // a line that ends in a backslash goes on
      } else if (!rest.empty() && std::string_view(inside_ ? " \t\f\r\n" : " \t\f").find(rest.front()) !=
                                      std::string_view::npos) {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string rest() const { return at_ >= text_.size() ? "the end" : excerpt(text_.substr(at_)); }

  Error complaint(std::string message) const {
    return {.kind = ErrorKind::invalid,
            .message = std::move(message) + " (at character " + std::to_string(at_ + 1) + ")"};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool inside_ = false;
  bool last_had_comma_ = false;  ///< of the list or tuple read last
};

}  // namespace

Result<json::value> parse_python_literal(std::string_view text) { return LiteralReader(text).document(); }

}  // namespace lakemirror::config
