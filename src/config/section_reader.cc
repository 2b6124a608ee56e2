#include "config/section_reader.h"

#include <charconv>

#include "base/text.h"
#include "config/excerpt.h"
#include "config/known_keys.h"
#include "config/python_literal.h"

namespace lakemirror::config {

namespace {

template <class T>
std::optional<T> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  T number{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Inline comments are part of the value, as in Python; whoever wrote one should hear it.
std::string comment_hint(std::string_view found) {
  for (const std::string_view mark : {" #", " ;", "\t#", "\t;"}) {
    if (found.find(mark) != std::string_view::npos) return "; a comment needs a line of its own";
  }
  return {};
}

}  // namespace

const IniEntry* SectionReader::entry(std::string_view key) const { return file_.find(section_, fold(key)); }

int SectionReader::line(std::string_view key) const {
  const IniEntry* found = entry(key);
  return found == nullptr ? 0 : found->line;
}

Error SectionReader::error(std::string_view key, std::string message) const {
  return file_.error_at(line(key), section_, key, std::move(message));
}

Error SectionReader::wrong(std::string_view key, std::string_view found, std::string_view allowed) const {
  return error(key, "found " + excerpt(found) + "; allowed is " + std::string(allowed) + comment_hint(found));
}

Result<std::optional<std::string>> SectionReader::value(std::string_view key) const {
  if (find_known(section_, key) == nullptr) return fail(error(key, "is missing in the table of known keys"));
  const IniEntry* found = entry(key);
  if (found == nullptr) return std::nullopt;
  auto text = file_.value(*file_.section(section_), *found);
  if (!text) return fail(std::move(text).error());
  return std::string(trim(*text));
}

Result<void> SectionReader::text(std::string_view key, std::string& out) const {
  LM_TRY(auto found, value(key));
  if (found) out = std::move(*found);
  return {};
}

Result<void> SectionReader::boolean(std::string_view key, bool& out) const {
  return word<bool>(key, out,
                    {{"true", true},
                     {"false", false},
                     {"yes", true},
                     {"no", false},
                     {"on", true},
                     {"off", false},
                     {"1", true},
                     {"0", false}});
}

Result<void> SectionReader::number(std::string_view key, double& out, double least, double most) const {
  LM_TRY(const auto found, value(key));
  if (!found) return {};
  const auto number = parse_number<double>(*found);
  if (!number || !(*number >= least && *number <= most)) {
    return fail(wrong(key, *found, fmt::format("a number from {} to {}", least, most)));
  }
  out = *number;
  return {};
}

Result<void> SectionReader::whole(std::string_view key, std::int64_t& out, std::int64_t least,
                                  std::int64_t most) const {
  LM_TRY(const auto found, value(key));
  if (!found) return {};
  const auto number = parse_number<std::int64_t>(*found);
  if (!number || *number < least || *number > most) {
    return fail(wrong(key, *found, fmt::format("a whole number from {} to {}", least, most)));
  }
  out = *number;
  return {};
}

Result<std::optional<std::size_t>> SectionReader::one_of(std::string_view key,
                                                         const std::vector<std::string_view>& allowed) const {
  LM_TRY(const auto found, value(key));
  if (!found) return std::nullopt;
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    if (equal_ignoring_case(*found, allowed[i])) return i;
  }
  return fail(wrong(key, *found, fmt::format("one of {}", fmt::join(allowed, ", "))));
}

Result<void> SectionReader::names(std::string_view key, std::vector<std::string>& out) const {
  LM_TRY(const auto found, value(key));
  if (!found) return {};
  std::vector<std::string> names;
  if (found->find_first_of("[](){}'\"") == std::string::npos) {
    for (const std::string& part : split(*found, ',')) {
      if (const std::string_view name = trim(part); !name.empty()) names.emplace_back(name);
    }
    out = std::move(names);
    return {};
  }
  const auto literal = parse_python_literal(*found);
  if (!literal) return fail(error(key, "is no list: " + literal.error().message));
  const json::array* list = literal->if_array();
  if (list == nullptr) return fail(wrong(key, *found, "a list such as ['sales', 'hr_*']"));
  for (const json::value& element : *list) {
    if (!element.is_string()) return fail(wrong(key, json::serialize(element), "a list of texts only"));
    names.emplace_back(element.get_string());
  }
  out = std::move(names);
  return {};
}

Result<void> SectionReader::rules(std::string_view key,
                                  std::vector<mapping::LocationMapping::Rule>& out) const {
  LM_TRY(const auto found, value(key));
  if (!found || found->empty()) return {};
  const auto literal = parse_python_literal(*found);
  if (!literal) return fail(error(key, "is no dict: " + literal.error().message));
  const json::object* dict = literal->if_object();
  if (dict == nullptr) return fail(wrong(key, *found, "a dict such as {'source-bucket': 'target-bucket'}"));
  for (const auto& [from, to] : *dict) {
    if (!to.is_string()) return fail(wrong(key, json::serialize(to), "a bucket, or bucket/prefix, as text"));
    out.emplace_back(std::string(from), std::string(to.get_string()));
  }
  return {};
}

}  // namespace lakemirror::config
