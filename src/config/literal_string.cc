#include "config/literal_string.h"

#include <algorithm>
#include <cstdint>

#include "config/complaint.h"

namespace lakemirror::config {

namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

std::size_t prefix_length(std::string_view text) {
  return !text.empty() && std::string_view("rRuU").find(text.front()) != std::string_view::npos ? 1 : 0;
}

class StringReader {
 public:
  StringReader(std::string_view text, std::size_t start, std::string_view quote, bool raw)
      : text_(text), at_(start), quote_(quote), raw_(raw) {}

  Result<LiteralString> read() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with(quote_)) {
        if (high_surrogate_ != 0) return fail(complaint("half a surrogate pair"));
        return LiteralString{std::move(out_), at_ + quote_.size()};
      }
      if (quote_.size() == 1 && text_[at_] == '\n') break;
      if (text_[at_] == '\\') {
        LM_CHECK(raw_ ? raw_escape() : escape());
        continue;
      }
      LM_CHECK(put(text_.substr(at_++, 1)));
    }
    return fail(complaint("a string that is not closed"));
  }

 private:
  Result<void> put(std::string_view text) {
    if (high_surrogate_ != 0) return fail(complaint("half a surrogate pair"));
    out_ += text;
    return {};
  }

  /// In a raw string a backslash keeps the character after it from ending the string, and both stay.
  Result<void> raw_escape() {
    const std::string_view both = text_.substr(at_, 2);
    at_ += both.size();
    return put(both);
  }

  Result<void> escape() {
    if (at_ + 1 >= text_.size()) return fail(complaint("a string that is not closed"));
    const char c = text_[at_ + 1];
    constexpr std::string_view names = "abfnrtv\\'\"/";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"/";
    at_ += 2;
    if (c == '\n') return {};
    if (const std::size_t which = names.find(c); which != std::string_view::npos)
      return put(meanings.substr(which, 1));
    if (c >= '0' && c <= '7') return octal();
    if (c == 'x') return hexadecimal(2);
    if (c == 'u') return hexadecimal(4);
    if (c == 'U') return hexadecimal(8);
    if (c == 'N') return fail(complaint("\\N{...} is not supported; write the character or \\uXXXX"));
    return put(text_.substr(at_ - 2, 2));  // Python keeps escapes it does not know
  }

  Result<void> octal() {
    --at_;
    std::uint32_t point = 0;
    for (int digits = 0; digits < 3 && at_ < text_.size() && digit(text_[at_]) < 8; ++digits) {
      point = point * 8 + static_cast<std::uint32_t>(digit(text_[at_++]));
    }
    return put_point(point);
  }

  Result<void> hexadecimal(std::size_t digits) {
    std::uint32_t point = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      if (at_ >= text_.size() || digit(text_[at_]) > 15)
        return fail(complaint("an escape with too few hexadecimal digits"));
      point = point * 16 + static_cast<std::uint32_t>(digit(text_[at_]));
    }
    return put_point(point);
  }

  Result<void> put_point(std::uint32_t point) {
    if (high_surrogate_ != 0 && point >= 0xDC00 && point <= 0xDFFF) {
      point = 0x10000 + ((high_surrogate_ - 0xD800) << 10) + (point - 0xDC00);
      high_surrogate_ = 0;
    }
    if (point >= 0xDC00 && point <= 0xDFFF) return fail(complaint("half a surrogate pair"));
    if (point > 0x10FFFF) return fail(complaint("an escape beyond U+10FFFF"));
    if (point >= 0xD800 && point <= 0xDBFF) {
      LM_CHECK(put({}));
      high_surrogate_ = point;
      return {};
    }
    return put(utf8(point));
  }

  static std::string utf8(std::uint32_t point) {
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    const auto tail = [&](int shift, std::uint32_t value) { return byte(0x80 | ((value >> shift) & 0x3F)); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xC0 | (point >> 6)), tail(0, point)};
    if (point < 0x10000) return {byte(0xE0 | (point >> 12)), tail(6, point), tail(0, point)};
    return {byte(0xF0 | (point >> 18)), tail(12, point), tail(6, point), tail(0, point)};
  }

  std::string_view text_;
  std::size_t at_;
  std::string_view quote_;
  bool raw_;
  std::string out_ = {};
  std::uint32_t high_surrogate_ = 0;  ///< the first half of a pair, waiting for the second
};

}  // namespace

bool begins_string(std::string_view text) {
  text.remove_prefix(prefix_length(text));
  return text.starts_with('\'') || text.starts_with('"');
}

Result<LiteralString> read_string(std::string_view text) {
  const std::size_t prefix = prefix_length(text);
  const bool raw = prefix == 1 && (text[0] == 'r' || text[0] == 'R');
  const std::string_view quote = text.substr(prefix, 1);
  const std::string triple(3, quote.front());
  if (text.substr(prefix).starts_with(triple)) return StringReader(text, prefix + 3, triple, raw).read();
  return StringReader(text, prefix + 1, quote, raw).read();
}

}  // namespace lakemirror::config
