#pragma once

#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "local/aws.h"

namespace lakemirror::local {

/// A local AWS with a clock of its own and short ways to call it.
class TestAws {
 public:
  explicit TestAws(Knobs knobs = {}) : aws(Options{.clock = &clock, .knobs = std::move(knobs)}) {}

  Reply glue(std::string_view operation, std::string_view input, std::string region = "us-east-1") {
    return call(api::Service::glue, operation, input, std::move(region));
  }
  Reply lake(std::string_view operation, std::string_view input, std::string region = "us-east-1") {
    return call(api::Service::lakeformation, operation, input, std::move(region));
  }
  Reply lookup(std::string_view input = "{}", std::string region = "us-east-1") {
    return call(api::Service::cloudtrail, "LookupEvents", input, std::move(region));
  }
  Reply call(api::Service service, std::string_view operation, std::string_view input, std::string region) {
    return aws.invoke({.region = std::move(region),
                       .service = service,
                       .operation = std::string(operation),
                       .input = parse_json(input).value().as_object()});
  }

  VirtualClock clock{parse_time("2026-09-26T18:34:02Z").value()};
  Aws aws;
};

/// "" on success, else "Code: message".
inline std::string error_of(const Reply& reply) {
  return reply.ok() ? "" : reply.code + ": " + reply.message;
}

}  // namespace lakemirror::local
