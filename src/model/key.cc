#include "model/key.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/text.h"

namespace lakemirror::model {

namespace {

constexpr std::string_view database_prefix = "database/";
constexpr std::string_view table_infix = "/table/";
constexpr std::string_view partition_infix = "/partition/";
constexpr std::string_view filter_infix = "/filter/";
constexpr std::string_view tags_suffix = "/tags";
constexpr std::string_view settings_text = "settings";
constexpr std::string_view location_prefix = "location/";
constexpr std::string_view tag_prefix = "tag/";
constexpr std::string_view expression_prefix = "expression/";
constexpr std::string_view grants_prefix = "grants/";

std::string escape(std::string_view name) { return percent_encode(name); }

/// The text between `start` and the next '/', or to the end.
std::string_view segment(std::string_view text, std::size_t start) {
  return text.substr(start, text.find('/', start) - start);
}

constexpr std::array<std::string_view, 11> kind_names = {"catalog", "database",   "table",    "partition",
                                                         "filter",  "assignment", "settings", "location",
                                                         "tag",     "expression", "grants"};

}  // namespace

std::string_view to_string(KeyKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

Key Key::database(std::string_view name) {
  return {KeyKind::database, std::string(database_prefix) + escape(fold(name))};
}

Key Key::table(std::string_view database, std::string_view table) {
  return {KeyKind::table, Key::database(database).text_ + std::string(table_infix) + escape(fold(table))};
}

Key Key::partition(std::string_view database, std::string_view table,
                   const std::vector<std::string>& values) {
  std::string text = Key::table(database, table).text_ + std::string(partition_infix);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) text += ',';
    text += escape(values[i]);
  }
  return {KeyKind::partition, std::move(text)};
}

Key Key::filter(std::string_view database, std::string_view table, std::string_view name) {
  return {KeyKind::filter, Key::table(database, table).text_ + std::string(filter_infix) + escape(name)};
}

Key Key::assignment(const Key& object) {
  return {KeyKind::assignment, object.text_ + std::string(tags_suffix)};
}

Key Key::settings() { return {KeyKind::settings, std::string(settings_text)}; }

Key Key::location(std::string_view arn) {
  return {KeyKind::location, std::string(location_prefix) + escape(arn)};
}

Key Key::tag(std::string_view tag_key) {
  return {KeyKind::tag, std::string(tag_prefix) + escape(fold(tag_key))};
}

Key Key::expression(std::string_view name) {
  return {KeyKind::expression, std::string(expression_prefix) + escape(name)};
}

Key Key::grants(std::string_view principal, std::string_view subject) {
  return {KeyKind::grants, std::string(grants_prefix) + escape(principal) + '/' + escape(subject)};
}

namespace {

/// What stands beside the tree of databases; absent when the text is none of it.
std::optional<Key> parse_beside_catalog(const std::vector<std::string>& parts) {
  if (parts.size() == 1 && parts[0] == settings_text) return Key::settings();
  if (parts.size() < 2 || parts[1].empty()) return std::nullopt;
  const std::string prefix = parts[0] + '/';
  const auto name = percent_decode(parts[1]);
  if (prefix == grants_prefix && parts.size() == 3) return Key::grants(name, percent_decode(parts[2]));
  if (parts.size() != 2) return std::nullopt;
  if (prefix == location_prefix) return Key::location(name);
  if (prefix == tag_prefix) return Key::tag(name);
  if (prefix == expression_prefix) return Key::expression(name);
  return std::nullopt;
}

}  // namespace

Result<Key> Key::parse(std::string_view text) {
  const auto bad = [&] {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read key",
                 .subject = std::string(text),
                 .message = "not a key such as database/sales/table/orders"});
  };
  if (text == "catalog") return Key();
  auto parts = split(text, '/');
  if (auto beside = parse_beside_catalog(parts)) return *std::move(beside);
  if (parts.size() % 2 == 1 && parts.size() > 1 && parts.back() == "tags") {
    parts.pop_back();
    if (parts.size() > 4) return bad();
    LM_TRY(const Key object, parse(text.substr(0, text.size() - tags_suffix.size())));
    return assignment(object);
  }
  if (parts.size() < 2 || parts.size() % 2 != 0 || parts.size() > 6 || parts[0] != "database") return bad();
  if (parts[1].empty()) return bad();
  if (parts.size() == 2) return database(percent_decode(parts[1]));
  if (parts[2] != "table" || parts[3].empty()) return bad();
  if (parts.size() == 4) return table(percent_decode(parts[1]), percent_decode(parts[3]));
  if (parts[4] == "filter" && !parts[5].empty())
    return filter(percent_decode(parts[1]), percent_decode(parts[3]), percent_decode(parts[5]));
  if (parts[4] != "partition") return bad();
  auto values = split(parts[5], ',');
  for (auto& value : values) value = percent_decode(value);
  return partition(percent_decode(parts[1]), percent_decode(parts[3]), values);
}

std::string Key::database_name() const {
  if (!text_.starts_with(database_prefix)) return {};
  return percent_decode(segment(text_, database_prefix.size()));
}

std::string Key::table_name() const {
  if (!text_.starts_with(database_prefix)) return {};
  const auto infix = text_.find('/', database_prefix.size());
  if (infix == std::string::npos || !std::string_view(text_).substr(infix).starts_with(table_infix))
    return {};
  return percent_decode(segment(text_, infix + table_infix.size()));
}

std::vector<std::string> Key::partition_values() const {
  if (kind_ != KeyKind::partition) return {};
  const auto slash = text_.rfind('/');
  auto values = split(std::string_view(text_).substr(slash + 1), ',');
  for (auto& value : values) value = percent_decode(value);
  return values;
}

std::string Key::name() const {
  switch (kind_) {
    case KeyKind::filter:
      return percent_decode(std::string_view(text_).substr(text_.rfind('/') + 1));
    case KeyKind::location:
    case KeyKind::tag:
    case KeyKind::expression:
    case KeyKind::grants:
      return percent_decode(segment(text_, text_.find('/') + 1));
    default:
      return {};
  }
}

Key Key::parent() const {
  switch (kind_) {
    case KeyKind::catalog:
    case KeyKind::database:
    case KeyKind::settings:
    case KeyKind::location:
    case KeyKind::tag:
    case KeyKind::expression:
    case KeyKind::grants:
      return {};
    case KeyKind::filter:
      return {KeyKind::table, text_.substr(0, text_.rfind(filter_infix))};
    case KeyKind::assignment: {
      const auto object = text_.substr(0, text_.size() - tags_suffix.size());
      const bool is_table = object.find('/', database_prefix.size()) != std::string::npos;
      return {is_table ? KeyKind::table : KeyKind::database, object};
    }
    case KeyKind::table:
      return {KeyKind::database, text_.substr(0, text_.rfind(table_infix))};
    case KeyKind::partition:
      return {KeyKind::table, text_.substr(0, text_.rfind(partition_infix))};
  }
  return {};
}

bool Key::contains(const Key& other) const {
  if (kind_ == KeyKind::catalog || *this == other) return true;
  return other.text_.size() > text_.size() && other.text_.starts_with(text_) &&
         other.text_[text_.size()] == '/';
}

namespace {

/// How many characters two texts begin with in common. Eight at a time: keys share most of what they begin
/// with, and are compared more often than anything else.
std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t at = 0;
  for (std::uint64_t x, y; at + sizeof x <= most; at += sizeof x) {
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    constexpr bool little = std::endian::native == std::endian::little;
    if (x != y)
      return at + static_cast<std::size_t>(little ? std::countr_zero(x ^ y) : std::countl_zero(x ^ y)) / 8;
  }
  while (at < most && a[at] == b[at]) ++at;
  return at;
}

}  // namespace

std::strong_ordering operator<=>(const Key& a, const Key& b) {
  if (a.kind_ == KeyKind::catalog || b.kind_ == KeyKind::catalog) {
    return (a.kind_ == KeyKind::catalog ? 0 : 1) <=> (b.kind_ == KeyKind::catalog ? 0 : 1);
  }
  const std::size_t at = common_prefix(a.text_, b.text_);
  if (at == a.text_.size() || at == b.text_.size()) return a.text_.size() <=> b.text_.size();
  // '/' sorts before every character that may follow it in a longer name, so that a subtree is one run.
  const auto place = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c); };
  return place(a.text_[at]) <=> place(b.text_[at]);
}

}  // namespace lakemirror::model
