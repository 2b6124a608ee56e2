#include "permissions/words.h"

#include <algorithm>
#include <array>

#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

namespace {

/// Every word of valid_permissions, in order: ALL gives no word that is missing here.
constexpr auto known = std::to_array<std::string_view>(
    {"ALL", "ALTER", "ASSOCIATE", "CREATE_CATALOG", "CREATE_DATABASE", "CREATE_LF_TAG",
     "CREATE_LF_TAG_EXPRESSION", "CREATE_TABLE", "DATA_LOCATION_ACCESS", "DELETE", "DESCRIBE", "DROP",
     "GRANT_WITH_LF_TAG_EXPRESSION", "INSERT", "SELECT", "SUPER_USER"});
static_assert(std::ranges::is_sorted(known) && known.size() <= 32);

/// The bit of a known word; 0 for any other.
constexpr std::uint32_t bit_of(std::string_view word) {
  const auto* at = std::ranges::lower_bound(known, word);
  return at != known.end() && *at == word ? std::uint32_t{1} << (at - known.begin()) : 0;
}

constexpr auto bit_of_all = bit_of(all);

constexpr auto kinds = static_cast<std::size_t>(ResourceKind::tables_by_tags) + 1;

/// The known words that ALL gives on such a resource.
std::uint32_t bits_implied_by_all(ResourceKind kind) {
  static const auto of_kinds = [] {
    std::array<std::uint32_t, kinds> bits{};
    for (std::size_t i = 0; i < kinds; ++i) {
      const auto of = static_cast<ResourceKind>(i);
      for (const ValidPermission& valid : valid_permissions(of)) {
        if (all_implies(of, valid.word)) bits[i] |= bit_of(valid.word);
      }
    }
    return bits;
  }();
  return of_kinds[static_cast<std::size_t>(kind)];
}

}  // namespace

Words::Entries::iterator Words::place(std::string_view word) {
  return std::ranges::lower_bound(others_, word, {},
                                  [](const auto& entry) { return std::string_view(entry.first); });
}

Words::Entries::const_iterator Words::find(std::string_view word) const {
  return std::ranges::find_if(others_, [&](const auto& entry) { return entry.first == word; });
}

void Words::add(std::string_view word, bool grantable) {
  if (const auto bit = bit_of(word)) {
    held_ |= bit;
    if (grantable) grantable_ |= bit;
    return;
  }
  const auto at = place(word);
  if (at == others_.end() || at->first != word) {
    others_.emplace(at, word, grantable);
  } else {
    at->second = at->second || grantable;
  }
}

void Words::add(const Words& other) {
  held_ |= other.held_;
  grantable_ |= other.grantable_;
  for (const auto& [word, grantable] : other.others_) add(word, grantable);
}

void Words::remove(std::string_view word) {
  const auto bit = bit_of(word);
  held_ &= ~bit;
  grantable_ &= ~bit;
  std::erase_if(others_, [&](const auto& entry) { return entry.first == word; });
}

bool Words::holds(std::string_view word, bool grantable) const {
  if (const auto bit = bit_of(word)) return ((grantable ? grantable_ : held_) & bit) != 0;
  const auto at = find(word);
  return at != others_.end() && (at->second || !grantable);
}

bool Words::holds_all(const Words& other) const { return other.without(*this).empty(); }

bool Words::shares_any(const Words& other) const {
  return (held_ & other.held_) != 0 ||
         std::ranges::any_of(others_, [&](const auto& entry) { return other.holds(entry.first); });
}

Words Words::without(const Words& other) const {
  Words left;
  left.grantable_ = grantable_ & ~other.grantable_;
  left.held_ = (held_ & ~other.held_) | left.grantable_;
  for (const auto& [word, grantable] : others_) {
    if (!other.holds(word, grantable)) left.others_.emplace_back(word, grantable);
  }
  return left;
}

Words Words::all_grantable() const {
  Words words = *this;
  words.grantable_ = words.held_;
  for (auto& [word, grantable] : words.others_) grantable = true;
  return words;
}

Words Words::closure(ResourceKind kind) const {
  Words closed = *this;
  if ((held_ & bit_of_all) == 0) return closed;
  const auto implied = bits_implied_by_all(kind);
  closed.held_ |= implied;
  if ((grantable_ & bit_of_all) != 0) closed.grantable_ |= implied;
  return closed;
}

Words Words::without_implied(ResourceKind kind) const {
  if (!holds(all)) return *this;
  Words least;
  for (const auto& [word, grantable] : entries()) {
    const bool implied = word != all && all_implies(kind, word) && (holds(all, true) || !grantable);
    if (!implied) least.add(word, grantable);
  }
  return least;
}

std::vector<std::pair<std::string, bool>> Words::entries() const {
  Entries entries;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto bit = std::uint32_t{1} << i;
    if ((held_ & bit) != 0) entries.emplace_back(known[i], (grantable_ & bit) != 0);
  }
  const auto first_other = static_cast<std::ptrdiff_t>(entries.size());
  entries.insert(entries.end(), others_.begin(), others_.end());
  std::ranges::inplace_merge(entries, entries.begin() + first_other);
  return entries;
}

std::vector<std::string> Words::names() const {
  std::vector<std::string> names;
  for (auto& [word, grantable] : entries()) names.push_back(std::move(word));
  return names;
}

std::vector<std::string> Words::grantable_names() const {
  std::vector<std::string> names;
  for (auto& [word, grantable] : entries()) {
    if (grantable) names.push_back(std::move(word));
  }
  return names;
}

}  // namespace lakemirror::permissions
