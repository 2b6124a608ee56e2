#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.h"
#include "base/clock.h"

namespace lakemirror::local {

/// Who called, as a record tells it; one for all calls of a client.
struct Caller {
  std::string account = {};
  std::string region = {};
  std::string principal_arn = {};
  std::string access_key_id = {};
  std::string user_agent = {};
  std::string source_ip = {};

  friend auto operator<=>(const Caller&, const Caller&) = default;

  /// "Name" of arn:...:user/Name, the session of arn:...:assumed-role/Role/Session.
  std::string username() const;
};

/// One CloudTrail record in compact form; record_text() writes it out.
struct Record {
  std::uint64_t sequence = 0;  ///< order of completion within the Region; AWS has none to show
  Time event_time = {};        ///< whole seconds
  Time visible_at = {};        ///< when LookupEvents begins to show it
  api::Service service = api::Service::glue;
  std::string_view event_name = {};  ///< of static storage
  bool read_only = false;
  std::string event_id = {};
  std::string request_id = {};
  std::shared_ptr<const Caller> caller = {};
  std::string error_code = {};
  std::string error_message = {};
  std::string parameters = {};  ///< JSON; empty means null
  std::string response = {};    ///< JSON; empty means null
  std::vector<std::string> resources =
      {};  ///< "catalog", "database/d", "table/d/t": the last part of each ARN
};

/// The record as CloudTrail writes it (eventVersion 1.11).
std::string record_text(const Record& record);

/// "glue.amazonaws.com"
std::string event_source(api::Service service);

}  // namespace lakemirror::local
