#pragma once

#include <functional>
#include <map>
#include <stop_token>

#include "aws/client.h"
#include "base/clock.h"
#include "feed/cursor.h"
#include "feed/intake.h"
#include "feed/lookup_pass.h"
#include "feed/lookup_settings.h"

namespace lakemirror::feed {

/// Reads CloudTrail's event history through LookupEvents into an intake. It decides nothing about the
/// events: every record that may have changed the catalog is stored, pages become durable as they come, and
/// the cursor moves only when a deep pass has come to its end. So an event that CloudTrail delivers within
/// one window of its time is stored in the end, whatever outages lie between (for which the property test
/// stands).
///
/// Not safe for concurrent use; but any number of feeds, in processes of their own, may read into one intake
/// at a time. The client, intake and clock must outlive it. Requests are paced by the
/// client.
class LookupFeed {
 public:
  using OnPage = std::function<void(const LookupPass&)>;

  LookupFeed(aws::Client& source, Intake& intake, Clock& clock, LookupSettings settings = {});

  /// One tick: a deep pass when one is due, else a shallow one. `on_page` hears of each page. Trouble at the
  /// source is in the pass; an Error is trouble with the intake.
  Result<LookupPass> pull(std::stop_token stop = {}, const OnPage& on_page = {});

 private:
  struct Attribute {
    std::string key;
    std::string value;
  };
  enum class Depth { shallow, deep };
  /// How reading the pages of an attribute, or of several, ended.
  enum class End { last_page, all_known, page_limit, cut_short };
  /// What a pass carries along.
  struct Run {
    LookupPass pass;
    std::stop_token stop;
    const OnPage& on_page;
    std::map<std::string, std::size_t> by_name = {};  ///< kept records per event name
    std::optional<Time> expected_until = {};          ///< what is older was expected to have come
    bool gave_up_among_new = false;                   ///< a page limit was reached at a page of new events
  };
  /// What a page held of interest.
  struct Page {
    std::size_t kept = 0;
    std::size_t stored = 0;
  };

  bool deep_is_due(const Cursor& cursor, Time now) const;
  bool is_ordinary(const LookupPass& pass) const;
  Result<Time> window_start(const Cursor& cursor, Run& run);
  Result<void> read_shallow(const Cursor& cursor, Run& run);
  Result<void> read_deep(const Cursor& cursor, Run& run);
  Result<End> measure(LookupBy by, std::size_t page_limit, Run& run);
  Result<void> complete_deep(std::size_t pages, Run& run);
  void advance(Cursor& cursor, std::size_t pages, const Run& run) const;
  std::size_t pages_by_name(const Run& run) const;

  std::vector<Attribute> attributes(LookupBy by) const;
  Result<End> sweep_all(LookupBy by, Depth depth, std::size_t page_limit, Run& run);
  Result<End> sweep(const Attribute& attribute, Depth depth, std::size_t page_limit, Run& run);
  Result<json::object> ask(const Attribute& attribute, const std::string& token, const Run& run);
  Result<Page> store(const json::object& answer, Run& run);

  aws::Client& source_;
  Intake& intake_;
  Clock& clock_;
  LookupSettings settings_;
};

}  // namespace lakemirror::feed
