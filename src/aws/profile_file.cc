#include "aws/profile_file.h"

#include "base/text.h"

namespace lakemirror::aws {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view file) : file_(file) {}

  Result<void> line(std::string_view text) {
    ++number_;
    const std::string_view content = trim(text);
    if (content.empty() || content.front() == '#' || content.front() == ';') return {};
    if (content.front() == '[') return title(content);
    const bool nested = text.front() == ' ' || text.front() == '\t';
    return setting(content, nested);
  }

  std::map<std::string, ProfileSection> take() { return std::move(sections_); }

 private:
  Result<void> title(std::string_view content) {
    const auto end = content.find(']');
    if (end == std::string_view::npos) return wrong("the section title has no ']'");
    section_ = &sections_[std::string(trim(content.substr(1, end - 1)))];
    parent_.clear();
    return {};
  }

  Result<void> setting(std::string_view content, bool nested) {
    if (section_ == nullptr) return wrong("a setting before the first [section]");
    const auto delimiter = content.find_first_of("=:");
    if (delimiter == std::string_view::npos || delimiter == 0)
      return wrong("neither a [section] nor `key = value`");
    std::string key = lower_ascii(trim(content.substr(0, delimiter)));
    const std::string_view value = trim(content.substr(delimiter + 1));
    if (nested && !parent_.empty()) {
      (*section_)[parent_ + "." + key] = value;
      return {};
    }
    parent_ = value.empty() ? key : "";
    (*section_)[std::move(key)] = value;
    return {};
  }

  Result<void> wrong(std::string_view what) const {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read AWS profiles",
                 .subject = std::string(file_) + ":" + std::to_string(number_),
                 .message = std::string(what)});
  }

  std::string_view file_;
  int number_ = 0;
  std::map<std::string, ProfileSection> sections_;
  ProfileSection* section_ = nullptr;
  std::string parent_;  // the key without a value that indented settings belong to
};

}  // namespace

Result<std::map<std::string, ProfileSection>> parse_profile_file(std::string_view file,
                                                                 std::string_view text) {
  Parser parser(file);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the mark some editors put before UTF-8
  for (const std::string& line : split(text, '\n')) LM_CHECK(parser.line(line));
  return parser.take();
}

}  // namespace lakemirror::aws
