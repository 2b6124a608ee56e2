#include "journal/dynamodb/known_keys.h"

#include <algorithm>

#include "base/text.h"
#include "journal/dynamodb/packing.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr std::string_view names_key = "#known";
/// Of keys as they are, which is about a tenth of that when stored: what is written for one new key stays
/// small.
constexpr std::size_t most_bytes_of_a_chunk = 64 * 1024;
constexpr std::size_t first_chunks = 8;  ///< asked for at once
constexpr int most_times_overtaken = 20;

std::string chunk_key(const std::string& group, std::size_t number) {
  return "#known/" + group + "/" + std::to_string(number);
}

/// The database of a key; empty for what belongs to none.
std::string group_of(std::string_view key) {
  constexpr std::string_view database = "database/";
  if (!key.starts_with(database)) return {};
  key.remove_prefix(database.size());
  return std::string(key.substr(0, key.find('/')));
}

std::map<std::string, std::vector<std::string>> by_group(std::span<const std::string> keys) {
  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& key : keys) groups[group_of(key)].push_back(key);
  return groups;
}

/// A key has one '/' for a database, three for a table, five for a partition.
bool is_of_kind(const std::string& key, model::KeyKind kind) {
  return (std::count(key.begin(), key.end(), '/') + 1) / 2 == static_cast<int>(kind);
}

Result<std::vector<std::string>> read_lines(const Item& item) {
  LM_TRY(const auto packed, bytes_in(item, "Keys"));
  if (!packed) return fail(not_ours(text_in(item, key_name).value_or(""), "it has no keys"));
  LM_TRY(const auto text, unpack(*packed));
  return text.empty() ? std::vector<std::string>() : split(text, '\n');
}

Item lines_item(const std::string& key, std::int64_t version, const std::set<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return {{key_name, text_value(key)}, {"Version", number_value(version)}, {"Keys", bytes_value(pack(text))}};
}

Result<bool> put_version(Table& table, Item item, std::int64_t was) {
  if (was == 0) return table.put(item, "attribute_not_exists(#EventId)");
  return table.put(item, "#Version = :was", {{":was", number_value(was)}});
}

}  // namespace

void KnownKeys::forget_what_was_read() {
  const std::lock_guard lock(mutex_);
  groups_.clear();
  names_are_read_ = false;
}

Result<void> KnownKeys::load_names() {
  if (names_are_read_) return {};
  LM_TRY(const auto item, table_.get(names_key));
  names_.clear();
  names_version_ = 0;
  if (item) {
    LM_TRY(const auto lines, read_lines(*item));
    for (const auto& line : lines)
      names_.insert(line.substr(1));  // each begins with a slash: one may be empty
    names_version_ = number_in(*item, "Version").value_or(0);
  }
  names_are_read_ = true;
  return {};
}

Result<KnownKeys::Written> KnownKeys::store_names() {
  std::set<std::string> lines;
  for (const auto& name : names_) lines.insert("/" + name);
  LM_TRY(const bool stored,
         put_version(table_, lines_item(std::string(names_key), names_version_ + 1, lines), names_version_));
  if (!stored) return Written::overtaken;
  ++names_version_;
  return Written::yes;
}

Result<KnownKeys::Group*> KnownKeys::group(const std::string& name) {
  const auto known = groups_.find(name);
  if (known != groups_.end()) return &known->second;
  Group group;
  for (std::size_t ask = first_chunks, first = 0;; first += ask, ask = 100) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < ask; ++i) keys.push_back(chunk_key(name, first + i));
    LM_TRY(const auto items, table_.get_many(keys, Table::Read::consistent));
    for (const auto& item : items) {
      if (!item) break;
      LM_TRY(auto lines, read_lines(*item));
      Chunk chunk{.version = number_in(*item, "Version").value_or(0)};
      for (auto& line : lines) {
        group.place[line] = group.chunks.size();
        chunk.bytes += line.size() + 1;
        chunk.keys.insert(std::move(line));
      }
      group.chunks.push_back(std::move(chunk));
    }
    if (!items.back()) break;
  }
  return &groups_.emplace(name, std::move(group)).first->second;
}

Result<KnownKeys::Written> KnownKeys::store(const std::string& name, Group& group,
                                            const std::set<std::size_t>& chunks) {
  // In order: reading ends at the first that is not there.
  for (const auto number : chunks) {
    auto& chunk = group.chunks[number];
    LM_TRY(const bool stored,
           put_version(table_, lines_item(chunk_key(name, number), chunk.version + 1, chunk.keys),
                       chunk.version));
    if (!stored) return Written::overtaken;
    ++chunk.version;
  }
  return Written::yes;
}

Result<KnownKeys::Written> KnownKeys::remember_in(const std::string& name,
                                                  const std::vector<std::string>& keys) {
  LM_TRY(Group * at, group(name));
  std::set<std::size_t> changed;
  for (const auto& key : keys) {
    if (at->place.contains(key)) continue;
    if (at->chunks.empty() || at->chunks.back().bytes >= most_bytes_of_a_chunk) at->chunks.emplace_back();
    auto& chunk = at->chunks.back();
    chunk.bytes += key.size() + 1;
    chunk.keys.insert(key);
    at->place[key] = at->chunks.size() - 1;
    changed.insert(at->chunks.size() - 1);
  }
  if (changed.empty()) return Written::yes;
  LM_CHECK(load_names());
  if (names_.insert(name).second) {
    // Before its keys: a name that has none yet does no harm.
    LM_TRY(const auto named, store_names());
    if (named == Written::overtaken) return named;
  }
  return store(name, *at, changed);
}

Result<KnownKeys::Written> KnownKeys::forget_in(const std::string& name,
                                                const std::vector<std::string>& keys) {
  LM_TRY(Group * at, group(name));
  std::set<std::size_t> changed;
  for (std::size_t number = 0; number < at->chunks.size(); ++number) {
    auto& chunk = at->chunks[number];
    const auto drop = [&](std::set<std::string>::iterator key) {
      at->place.erase(*key);
      chunk.bytes -= key->size() + 1;
      changed.insert(number);
      return chunk.keys.erase(key);
    };
    for (const auto& key : keys) {
      if (const auto exact = chunk.keys.find(key); exact != chunk.keys.end()) drop(exact);
      auto below = key == "catalog" ? chunk.keys.begin() : chunk.keys.lower_bound(key + '/');
      while (below != chunk.keys.end() && (key == "catalog" || below->starts_with(key + '/')))
        below = drop(below);
    }
  }
  return store(name, *at, changed);
}

Result<void> KnownKeys::insist(const std::string& name, const std::function<Result<Written>()>& write) {
  for (int attempt = 0; attempt < most_times_overtaken; ++attempt) {
    const auto written = write();
    if (written && *written == Written::yes) return {};
    // What is in memory is not what is stored.
    groups_.erase(name);
    names_are_read_ = false;
    if (!written) return fail(written.error());
  }
  return fail({.kind = ErrorKind::retry,
               .operation = "dynamodb:PutItem",
               .subject = "#known/" + name,
               .message = "somebody else writes the known keys all the time",
               .hint = "is a second replicator at work without the lease?"});
}

Result<void> KnownKeys::remember(std::span<const std::string> keys) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, list] : by_group(keys))
    LM_CHECK(insist(name, [&] { return remember_in(name, list); }));
  return {};
}

Result<std::vector<bool>> KnownKeys::knows(std::span<const std::string> keys) {
  const std::lock_guard lock(mutex_);
  std::vector<bool> known;
  for (const auto& key : keys) {
    LM_TRY(const Group* at, group(group_of(key)));
    known.push_back(at->place.contains(key));
  }
  return known;
}

Result<void> KnownKeys::forget(std::span<const std::string> keys) {
  const std::lock_guard lock(mutex_);
  auto groups = by_group(keys);
  if (std::find(keys.begin(), keys.end(), "catalog") != keys.end()) {
    LM_CHECK(load_names());
    for (const auto& name : names_) groups[name] = {"catalog"};
  }
  for (const auto& [name, list] : groups) LM_CHECK(insist(name, [&] { return forget_in(name, list); }));
  return {};
}

Result<std::uint64_t> KnownKeys::count(model::KeyKind kind, std::string_view prefix) {
  const std::lock_guard lock(mutex_);
  std::set<std::string> names;
  // A prefix that goes beyond a database's name is of that database alone.
  const auto own = group_of(prefix);
  if (!own.empty() && prefix.size() > std::string_view("database/").size() + own.size()) {
    names.insert(own);
  } else {
    LM_CHECK(load_names());
    names = names_;
  }
  std::uint64_t count = 0;
  for (const auto& name : names) {
    LM_TRY(const Group* at, group(name));
    for (const auto& chunk : at->chunks) {
      count += static_cast<std::uint64_t>(
          std::count_if(chunk.keys.begin(), chunk.keys.end(),
                        [&](const auto& key) { return key.starts_with(prefix) && is_of_kind(key, kind); }));
    }
  }
  return count;
}

}  // namespace lakemirror::journal::dynamodb
