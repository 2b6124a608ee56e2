#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "permissions/atom_set.h"
#include "permissions/resource_pool.h"
#include "pipeline/grant_terms.h"
#include "read/governance_reader.h"

namespace lakemirror::pipeline {

/// What both sides were last seen to grant, holder by holder, in the target's terms. An unfiltered
/// ListPermissions is the only answer that shows what was granted rather than what it comes to, and it shows
/// everything at once: so it is asked for seldom, and what happens between two listings is written in here.
/// Nothing in it outlives the process. Not safe for concurrent use.
class GrantBook {
 public:
  using Holder = permissions::AtomSet::Holder;
  using Holders = std::map<Holder, permissions::Holding>;

  /// What a listing needs to know of the two sides.
  struct Sides {
    read::GovernanceReader& source;
    read::GovernanceReader& target;
    const GrantTerms& terms;
    bool parallel = false;  ///< whether a page may be read on another thread while the next one comes
  };

  explicit GrantBook(Milliseconds read_settle) : read_settle_(read_settle) {}

  /// Lists both sides, the target first: what the source gave up meanwhile is then revoked and not granted.
  /// `begun` is now. An Error leaves the book as it was.
  Result<void> list(const Sides& sides, Time begun, bool sees_all_of_source);
  /// Whether the last listing proves that what it lacks is not granted to this principal.
  bool is_complete_for(const std::string& principal) const {
    return sees_all_ && !has_rows_of_nobody_ && !unreadable_principals_.contains(principal);
  }
  /// Whether our role was known to see everything when the source was last listed.
  bool saw_all() const { return sees_all_; }
  /// When the last listing began; Time::min() before the first.
  Time begun() const { return begun_; }
  bool has_begun() const { return begun_ != Time::min(); }

  /// Empty sets where nothing is held.
  permissions::AtomSet source(const Holder& holder) const { return find(source_, holder); }
  permissions::AtomSet target(const Holder& holder) const { return find(target_, holder); }
  /// What the last listing itself showed of the source, whatever records say.
  permissions::AtomSet listed(const Holder& holder) const {
    return find(listed_.contains(holder) ? listed_ : source_, holder);
  }
  /// What records say was given and a later listing of everything does not show: it missed that, or it was
  /// taken back since.
  permissions::AtomSet doubtful(const Holder& holder) const { return find(doubtful_, holder); }
  /// All holders that either side lists, in order.
  std::vector<Holder> holders() const;
  /// The same without copies; `is_same` where the book has the same of both sides, and no record is laid over
  /// the listing. The book must not change meanwhile.
  void for_each_holder(const std::function<void(const Holder& holder, bool is_same)>& visit) const;
  /// Holders at the source, listed or recorded, that were not there before; until they are cleared.
  const std::vector<Holder>& new_at_source() const { return new_at_source_; }
  void clear_new_at_source() { new_at_source_.clear(); }
  /// Rows of the source that could not be read or mapped. While there is one, what the listing lacks proves
  /// nothing.
  const std::vector<Error>& unreadable() const { return unreadable_; }
  std::size_t target_holders() const { return target_.size(); }
  /// Whether the last listing showed no grant at all at the source.
  bool lists_nothing_of_source() const { return lists_nothing_; }

  /// What a record added to the listing, or took from it.
  void set_source(const Holder& holder, permissions::AtomSet held, const std::string& event_id,
                  Time event_time);
  /// A newer record of that holder does not say beyond doubt what it changed: what older ones made of it is
  /// laid over no listing any more, except that what they took away is not given again.
  void distrust_records(const Holder& holder);
  /// Whether that record was written in already, since a listing may have missed it.
  bool has_record(const Holder& holder, const std::string& event_id) const {
    return applied_.contains({event_id, holder});
  }
  /// When the newest record was written in for that holder, if a listing might not show it yet.
  Time newest_record(const Holder& holder) const;
  /// An object of the source went or was made: what was granted on it before is worth nothing, and no record
  /// of that time is laid over a listing.
  void source_changed(const model::Key& object, Time at);
  /// What we made of it at the target.
  void set_target(const Holder& holder, const permissions::AtomSet& held, Time written_at);
  /// A call failed in the middle: what the target holds now is not known before the next listing, and that
  /// may be too old to show what the call did all the same.
  void forget_target(const Holder& holder, Time at) {
    unknown_.insert(holder);
    unsure_until_[holder] = at + read_settle_;
  }
  /// Listings begun before that may miss what we did; Time::min() where they do not.
  Time unsure_until(const Holder& holder) const {
    const auto found = unsure_until_.find(holder);
    return found == unsure_until_.end() ? Time::min() : found->second;
  }
  bool is_known(const Holder& holder) const { return !unknown_.contains(holder); }
  /// Whether the last listing surely showed what the target holds, for nothing was written shortly before.
  bool saw_target_surely(const Holder& holder) const {
    return unsure_until(holder) <= begun_ && !written_.contains(holder);
  }
  /// A database or table went from the target, and with it all that was granted on it.
  void object_went(const model::Key& object, Time at);

  /// The target registered a location anew, and what it granted on it, or on a path below it, may have gone:
  /// that is kept until it was given again.
  void note_registered_anew(const model::Key& location);
  void given_again(const model::Key& location) { registered_anew_.erase(location); }
  const std::map<model::Key, Holders>& registered_anew() const { return registered_anew_; }
  /// Whether the subject is the location, or a path below it.
  static bool is_on(const permissions::Resource& subject, std::string_view location);

 private:
  /// By the object that the subject hangs on, so that a parent's come before those of what lies below it.
  struct ByObject {
    using is_transparent = void;
    bool operator()(const Holder& a, const Holder& b) const {
      const auto order = *a.subject.hangs_on() <=> *b.subject.hangs_on();
      return order == 0 ? a < b : order < 0;
    }
    bool operator()(const Holder& a, const model::Key& object) const {
      return *a.subject.hangs_on() < object;
    }
  };
  struct Recorded {
    permissions::Holding held;
    Time at;
  };
  /// The permissions that we changed, and what we made of them. What else was there then may have been read
  /// from a listing that was stale.
  struct Written {
    permissions::Holding touched = {};  ///< all with the grant option
    permissions::Holding held = {};     ///< of these
    Time at = {};
  };
  struct Listed {
    Holders holders;
    std::vector<Error> unreadable;
    std::vector<std::string> unreadable_principals;  ///< as the row has them; empty where it has none
  };

  /// Notes on which object the holder's subject hangs.
  void index(const Holder& holder);
  /// Every holder whose subject hangs on the object or on something below it.
  void for_each_below(const model::Key& object, const std::function<void(const Holder&)>& visit) const;
  static permissions::AtomSet atoms_of(const Holder& holder, const permissions::Holding& holding);
  static permissions::AtomSet find(const Holders& holders, const Holder& holder);
  static permissions::AtomSet find(const std::map<Holder, Recorded>& holders, const Holder& holder);
  void lay_records_over_listing();
  /// What records took away, which a listing may still show.
  void take_away(Holders& from, const Holder& holder) const;
  using ReadRow = std::function<Result<permissions::Grant>(json::object)>;
  static void add_row(json::object row, const ReadRow& read_row, permissions::ResourcePool& resources,
                      Listed& listed);
  static Result<Listed> list_side(read::GovernanceReader& reader, const ReadRow& read_row,
                                  permissions::ResourcePool& resources, bool parallel);

  Milliseconds read_settle_;
  Time begun_ = Time::min();
  Holders source_, target_;
  Holders listed_;    ///< of the source, where records are laid over it
  Holders doubtful_;  ///< of what is laid over it
  std::vector<Holder> new_at_source_;
  std::vector<Error> unreadable_;
  std::set<std::string> unreadable_principals_;  ///< of the target's terms
  bool has_rows_of_nobody_ = false;              ///< that do not even tell whose they are
  bool sees_all_ = false;
  bool lists_nothing_ = false;
  std::map<Holder, Recorded> recorded_;  ///< what records made of the source, while a listing may miss it
  std::map<Holder, Recorded>
      taken_;  ///< what they took away and did not give back, while a listing may show it
  std::map<model::Key, Time>
      source_changed_;              ///< objects whose grants began anew, while a listing may miss it
  std::map<Holder, Time> records_;  ///< newest event written in, while a listing may miss it
  std::map<std::pair<std::string, Holder>, Time>
      applied_;                        ///< all events written in, by id, while a listing may miss them
  std::map<Holder, Written> written_;  ///< what we wrote, while a listing may miss it
  std::map<model::Key, Time> went_;    ///< objects, while a listing may still show what was granted on them
  std::map<model::Key, Holders> registered_anew_;
  std::set<Holder> unknown_;
  std::map<Holder, Time> unsure_until_;   ///< of failed calls
  std::set<Holder, ByObject> by_object_;  ///< of all the others that hang on one, and perhaps some more
};

}  // namespace lakemirror::pipeline
