#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lakemirror::api {

/// What AWS publishes about the operations we use, as constant tables generated from botocore's service
/// models by scripts/generate_api.py. To use a further operation, add its name there and run the script.

enum class Service { glue, cloudtrail, sts, lakeformation, dynamodb };
inline constexpr std::size_t service_count = 5;

/// rest_json: a POST of the whole input as a JSON body to the path of the operation's name; the script
/// refuses operations that want more of it.
enum class Protocol { json_1_0, json_1_1, query, rest_json };

enum class Type : std::uint8_t { structure, list, map, string, integer, floating, boolean, timestamp, blob };

struct Shape;

/// One member of a structure.
struct Member {
  std::string_view name;  ///< as the API spells it
  const Shape* shape;
  bool required;
};

struct Shape {
  std::string_view name;
  Type type;
  std::span<const Member> members;  ///< of a structure, sorted by name
  const Shape* element;             ///< of a list or map, else nullptr
  std::int64_t min;                 ///< length of strings and lists, value of numbers; -1 when there is none
  std::int64_t max;                 ///< -1 when there is none
  std::span<const std::string_view> enumeration;  ///< allowed values of a string; empty when any will do

  /// The member of that name, exactly or (second form) ignoring ASCII case; nullptr when there is none.
  const Member* find(std::string_view member) const;
  const Member* find_ignoring_case(std::string_view member) const;
};

struct Operation {
  Service service;
  std::string_view name;
  const Shape* input;
  const Shape* output;
  std::span<const std::string_view> errors;  ///< codes the model lists, such as "EntityNotFoundException"
};

struct ServiceInfo {
  Service service;
  std::string_view endpoint_prefix;  ///< "glue": host name and signing name
  std::string_view service_id;       ///< "GLUE": the part after AWS_ENDPOINT_URL_
  std::string_view target_prefix;    ///< "AWSGlue"; empty for protocols without
  Protocol protocol;
  std::string_view api_version;  ///< "2017-03-31"
};

const ServiceInfo& info(Service service);

/// nullptr when the tables do not have the operation.
const Operation* find_operation(Service service, std::string_view name);
std::span<const Operation> operations(Service service);

/// A shape by name ("TableInput"), or nullptr. Shapes of different services may share a name.
const Shape* find_shape(Service service, std::string_view name);

/// The botocore version the tables were generated from.
std::string_view model_version();

}  // namespace lakemirror::api
