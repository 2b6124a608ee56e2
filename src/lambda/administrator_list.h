#pragma once

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"
#include "base/random.h"

namespace lakemirror::lambda {

/// One list of administrators in the data lake settings of a Region. The settings are one document, which a
/// Put replaces whole and without comparing: each change is made to what was read just before, all else in it
/// left as it was, and is read again a moment later, since somebody else may have put back what he had read
/// before. The client must not repeat calls by itself: it would put the same document again.
class AdministratorList {
 public:
  struct Options {
    Clock& clock;
    Random& random;
    std::stop_token stop = {};
    Time until = {};  ///< nothing is tried any more from then on
    bool may_drop_dead = false;
  };
  AdministratorList(aws::Client& client, bool is_read_only, Options options)
      : client_(client),
        member_(is_read_only ? "ReadOnlyAdmins" : "DataLakeAdmins"),
        options_(std::move(options)) {}

  /// Until the principal is in the list. An Error of kind `denied` says that we may not look or change.
  Result<void> add(const std::string& principal) { return make(principal, true); }
  /// Until it is not.
  Result<void> remove(const std::string& principal) { return make(principal, false); }

  /// Whether something was sent that may have changed the list.
  bool has_written() const { return has_written_; }
  /// Who was taken out because he does not exist any more.
  const std::set<std::string>& dropped() const { return dropped_; }

 private:
  Result<void> make(const std::string& principal, bool present);
  Result<json::object> read();
  Result<void> put(json::object settings, const std::string& principal, bool present);
  Result<void> check_room(const json::object& settings) const;
  /// What a refusal of a principal means: nothing to be said where it is to be tried again.
  Result<void> weigh(const Error& refusal, const json::object& settings, const std::string& principal,
                     bool present);
  Error of_list(Error error) const;
  void pause(int attempt);

  aws::Client& client_;
  std::string_view member_;
  Options options_;
  Time began_ = {};
  bool has_written_ = false;
  std::set<std::string> dropped_;
};

}  // namespace lakemirror::lambda
