#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "local/aws.h"
#include "local/credentials.h"
#include "local/objects.h"
#include "local/region.h"
#include "local/signature.h"

namespace lakemirror::local {

/// Knobs and the random numbers drawn for them; replaced as a whole, so that a call sees one set throughout.
struct Settings {
  Knobs knobs;
  std::shared_ptr<Random> random;
};

/// Everything an Aws has.
struct Aws::State {
  explicit State(Options given);

  const Options options;
  Clock& clock;
  ObjectStore objects;
  Credentials credentials;
  SigningKeys signing_keys;

  std::shared_ptr<const Settings> settings() const;
  void set_settings(Knobs knobs, bool restart_random);
  /// The Region, made when it is first asked for.
  std::shared_ptr<Region> region(std::string_view account, std::string_view name);
  void forget_regions();

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Settings> settings_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Region>> regions_;
};

/// The answer to one call, its output still text.
struct RawReply {
  std::string code = {};
  std::string message = {};
  std::string request_id = {};
  std::string output = "{}";
  Milliseconds age{0};
};

/// Runs one call: mishaps of the knobs, validation, the action, the CloudTrail record.
RawReply dispatch(Aws::State& state, Invocation invocation);

}  // namespace lakemirror::local
