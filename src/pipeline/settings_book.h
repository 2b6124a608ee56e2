#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "journal/journal.h"

namespace lakemirror::pipeline {

/// What is known of the target's data lake settings beside what a read of them shows, which for a while may
/// be older than what we put there last. Who left the target with the source is kept in the journal; the rest
/// lives as long as the process. Not safe for concurrent use.
class SettingsBook {
 public:
  SettingsBook(journal::Journal& journal, Milliseconds read_settle)
      : journal_(journal), read_settle_(read_settle) {}

  /// Reads what an earlier process left.
  Result<void> load();

  /// We put this document there.
  void wrote(json::object settings, Time at);
  /// A Put may have taken effect or not: what is there is what a read shows.
  void forget() { last_.reset(); }

  /// What a read of the target is worth that began then.
  enum class Worth {
    current,   ///< as we left it, or late enough to show what became of that
    changed,   ///< with everybody whom we left there and others: somebody was added since
    outdated,  ///< perhaps from before our last Put
  };
  Worth worth_of(const json::object& held, Time read_at) const;
  /// When reads begin to be current again.
  Time settled_at() const { return last_ ? last_->at + read_settle_ : Time(); }

  /// These administrators, by the names under which the journal knows them as the source's, went from the
  /// target with the source. It goes on knowing them until no read can show them from before.
  Result<void> went(const std::vector<std::string>& names, Time at);
  /// The source has them again.
  Result<void> came_back(const std::vector<std::string>& names);
  /// Whether nothing from before can show him any more: if he is there, he is the target's own.
  bool is_forgotten(const std::string& name, Time now) const;
  /// Lets the journal forget those too.
  Result<void> forget_gone(Time now);

 private:
  struct Written {
    json::object settings;
    Time at;
  };

  Result<void> store();

  journal::Journal& journal_;
  Milliseconds read_settle_;
  std::optional<Written> last_;
  std::map<std::string, Time> gone_;
};

}  // namespace lakemirror::pipeline
