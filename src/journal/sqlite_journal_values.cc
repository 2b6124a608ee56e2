// The small things kept beside the entries: named values and known keys.

#include <algorithm>

#include "journal/sqlite_journal.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

namespace {

/// As model::KeyKind numbers them: a key has one '/' for a database, three for a table, five for a partition.
std::int64_t kind_of(std::string_view key) { return (std::count(key.begin(), key.end(), '/') + 1) / 2; }

/// The first text after all that begin with `prefix`; empty when there is none.
std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

constexpr std::int64_t deepest_kind = static_cast<std::int64_t>(model::KeyKind::partition);

/// Forgets a key with all below it: the same run of texts once for each kind, since the index leads with the
/// kind.
void forget(SqliteSession& session, const std::string& key) {
  if (key == "catalog") {
    session.query("DELETE FROM known_key").run();
    return;
  }
  session.query("DELETE FROM known_key WHERE Kind = ? AND Key = ?").with(kind_of(key), key).run();
  for (std::int64_t kind = kind_of(key) + 1; kind <= deepest_kind; ++kind) {
    session.query("DELETE FROM known_key WHERE Kind = ? AND Key >= ? AND Key < ?")
        .with(kind, key + '/', after_prefix(key + '/'))
        .run();
  }
}

std::optional<std::string> read_value(SqliteSession& session, std::string_view name) {
  auto row = session.query("SELECT Text FROM value WHERE Name = ?");
  if (!row.with(name).step()) return std::nullopt;
  return row.text(0);
}

void write_value(SqliteSession& session, std::string_view name, std::string_view text) {
  session.query("INSERT INTO value (Name, Text) VALUES (?, ?) ON CONFLICT DO UPDATE SET Text = excluded.Text")
      .with(name, text)
      .run();
}

}  // namespace

Result<std::optional<std::string>> SqliteJournal::value(std::string_view name) {
  return session_->guarded(
      "read value", [&]() -> Result<std::optional<std::string>> { return read_value(*session_, name); });
}

Result<void> SqliteJournal::set_value(std::string_view name, std::string_view text) {
  return session_->guarded("write value", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      write_value(*session_, name, text);
      return {};
    });
  });
}

Result<bool> SqliteJournal::replace_value(std::string_view name, const std::optional<std::string>& was,
                                          std::string_view text) {
  return session_->guarded("replace value", [&]() -> Result<bool> {
    bool is_same = false;
    LM_CHECK(session_->write([&]() -> Result<void> {
      is_same = read_value(*session_, name) == was;
      if (is_same) write_value(*session_, name, text);
      return {};
    }));
    return is_same;
  });
}

Result<void> SqliteJournal::remember_keys(std::span<const std::string> keys) {
  return session_->guarded("remember keys", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      for (const auto& key : keys) {
        session_->query("INSERT INTO known_key (Kind, Key) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .with(kind_of(key), key)
            .run();
      }
      return {};
    });
  });
}

Result<std::vector<bool>> SqliteJournal::knows_keys(std::span<const std::string> keys) {
  return session_->guarded("known keys", [&]() -> Result<std::vector<bool>> {
    std::vector<bool> known(keys.size());
    session_->read([&] {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        known[i] = session_->query("SELECT 1 FROM known_key WHERE Kind = ? AND Key = ?")
                       .with(kind_of(keys[i]), keys[i])
                       .step();
      }
    });
    return known;
  });
}

Result<void> SqliteJournal::forget_keys(std::span<const std::string> keys) {
  return session_->guarded("forget keys", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      for (const auto& key : keys) forget(*session_, key);
      return {};
    });
  });
}

Result<std::uint64_t> SqliteJournal::count_known(model::KeyKind kind, std::string_view prefix) {
  return session_->guarded("count keys", [&]() -> Result<std::uint64_t> {
    const std::string end = after_prefix(std::string(prefix));
    auto row = session_->query(
        "SELECT count(*) FROM known_key WHERE Kind = ?1 AND Key >= ?2 AND (?3 = '' OR Key < ?3)");
    row.with(static_cast<std::int64_t>(kind), prefix, end).step();
    return static_cast<std::uint64_t>(row.integer(0));
  });
}

}  // namespace lakemirror::journal
