#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace lakemirror::local {

/// What AssumeRole has issued. Safe for concurrent use.
class Credentials {
 public:
  struct Issued {
    std::string access_key_id;
    std::string secret;
    std::string session_token;
    std::string account;
    std::string principal_arn;  ///< arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
    Time expires;
  };

  Issued issue(std::string account, std::string principal_arn, Time expires, Random& random);
  std::optional<Issued> find(std::string_view access_key_id) const;
  void clear();

 private:
  static constexpr std::size_t most =
      100'000;  // then the oldest to expire make room: they are useless soonest

  mutable std::mutex mutex_;
  std::map<std::string, Issued, std::less<>> issued_;
  std::multimap<Time, std::string> by_expiry_;
};

}  // namespace lakemirror::local
