#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "config/configuration.h"

namespace lakemirror::lambda {

/// The configuration that invocations work by: asked at most once a minute whether it has changed, read again
/// when it has, and kept as it was when what is there now cannot be read. For one thread.
class ConfigurationWatch {
 public:
  /// Where it comes from. Both are asked over the network, and end early at a stop.
  struct Place {
    /// Another text for each content: an ETag.
    std::function<Result<std::string>(std::stop_token)> version;
    std::function<Result<config::Configuration>(std::stop_token)> load;
  };
  ConfigurationWatch(Place place, Clock& clock) : place_(std::move(place)), clock_(clock) {}

  /// An Error only as long as there never was a good one.
  Result<std::shared_ptr<const config::Configuration>> current(std::stop_token stop);

  /// Another number for each configuration; 0 before the first.
  std::uint64_t generation() const { return generation_; }
  /// How often it could not be read, in the life of this process.
  std::uint64_t faults() const { return faults_; }

 private:
  Result<void> refresh(std::stop_token stop);

  Place place_;
  Clock& clock_;
  std::shared_ptr<const config::Configuration> good_ = {};
  std::string version_ = {};
  Time asked_at_ = {};
  std::uint64_t generation_ = 0;
  std::uint64_t faults_ = 0;
};

}  // namespace lakemirror::lambda
