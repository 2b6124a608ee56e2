#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "local/http.h"
#include "local/invocation.h"
#include "local/knobs.h"

namespace lakemirror::local {

struct Options {
  Clock* clock = nullptr;  ///< not owned; the machine's own clock when null
  std::string account = "123456789012";
  Knobs knobs = {};
  bool verify_signatures = true;
  /// The secret of every access key id, unless `secrets` has another for it. Any access key id works, so that
  /// a client needs no set-up but the well-known secret; a wrong secret is answered as AWS does.
  std::string secret = "test";
  std::map<std::string, std::string> secrets = {};
};

/// The local AWS: the state of all accounts and Regions, and every operation on it. Safe for concurrent use;
/// calls on different Regions run in parallel, calls on one Region take turns. No failure crosses it but as a
/// Reply.
class Aws {
 public:
  explicit Aws(Options options);
  ~Aws();
  Aws(const Aws&) = delete;
  Aws& operator=(const Aws&) = delete;

  /// One call in process: no HTTP and no signature, everything else as over the wire.
  Reply invoke(const Invocation& invocation);

  /// One HTTP request: chooses protocol and service, verifies the signature, calls, writes the answer. Also
  /// serves S3 and the /_local/ endpoints.
  HttpResponse handle(const HttpRequest& request);

  /// One Region's catalog as it is now, in an order that depends on nothing but its content:
  /// {"databases": {name: {"database": {DatabaseInput..., "service": {...}}, "tables": {name:
  ///   {"table": {TableInput..., "service": {...}}, "partitions": [{PartitionInput..., "service": {...}}],
  ///    "versions": n}}}}, "lake_formation": {"settings": {...}, "locations": {ARN: {...}}, "tags": {key:
  ///   {"values": [...]}}, "expressions": {name: {...}}, "assignments": [{"database", "table", "column",
  ///   "tags": {key: value}}], "filters": [{...}], "grants": [{"principal", "resource", "permissions",
  ///   "grantable"}], "opt_ins": [{"principal", "resource"}]}}. "lake_formation" is missing where it is as in
  ///   a
  /// new account; grants mean the same where they are equal: ALL is spelled out, and SELECT on all columns
  /// stands with what else was granted on the table. "service" holds what the service itself added (times,
  /// versions, creator). An empty account is Options::account.
  json::object dump(std::string_view account, std::string_view region) const;
  /// The same as text, without building the document first.
  std::string dump_text(std::string_view account, std::string_view region) const;

  /// Forgets every object, record and issued credential, and starts the random numbers again from the seed.
  void reset();

  /// Sets the named knobs and leaves the others. Naming `seed` starts the random numbers again.
  Result<void> set_knobs(const json::object& changes);
  Knobs knobs() const;

  /// All it has; known only to its own parts.
  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace lakemirror::local
