#include "aws/metadata_settings.h"

#include <charconv>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

/// One setting, by its two names.
struct Setting {
  const char* variable;
  const char* key;
};
constexpr Setting endpoint_setting{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"};
constexpr Setting mode_setting{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                               "ec2_metadata_service_endpoint_mode"};
constexpr Setting timeout_setting{"AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"};
constexpr Setting attempts_setting{"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"};

class MetadataReader {
 public:
  MetadataReader(const Environment& environment, const Profile* profile)
      : environment_(environment), profile_(profile) {}

  std::string text(const Setting& setting) const {
    if (auto value = environment_(setting.variable)) return *value;
    return profile_ == nullptr ? "" : profile_->value(setting.key).value_or("");
  }

  Result<int> whole(const Setting& setting, int otherwise, int most) const {
    const std::string value = text(setting);
    if (value.empty()) return otherwise;
    int number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure == std::errc() && end == value.data() + value.size() && number >= 1 && number <= most)
      return number;
    return wrong(setting, "found " + value + "; allowed is a whole number from 1 to " + std::to_string(most));
  }

  tl::unexpected<Error> wrong(const Setting& setting, std::string what) const {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "find credentials",
                 .subject = std::string(setting.variable) + " or " + setting.key,
                 .message = std::move(what)});
  }

 private:
  const Environment& environment_;
  const Profile* profile_;
};

Result<std::string> endpoint_of(const MetadataReader& reader) {
  std::string endpoint = reader.text(endpoint_setting);
  if (endpoint.empty()) {
    const std::string mode = reader.text(mode_setting);
    if (mode.empty() || equal_ignoring_case(mode, "ipv4")) return std::string("http://169.254.169.254/");
    if (equal_ignoring_case(mode, "ipv6")) return std::string("http://[fd00:ec2::254]/");
    return reader.wrong(mode_setting, "found " + mode + "; allowed is IPv4 or IPv6");
  }
  const bool has_scheme = endpoint.starts_with("http://") || endpoint.starts_with("https://");
  if (!has_scheme || endpoint.find_first_of(" \t\r\n?#@") != std::string::npos)
    return reader.wrong(endpoint_setting, "expected http://HOST:PORT or https://HOST");
  if (!endpoint.ends_with('/')) endpoint += '/';
  return endpoint;
}

}  // namespace

Result<MetadataSettings> metadata_settings(const Environment& environment, const Profile* profile) {
  if (equal_ignoring_case(environment("AWS_EC2_METADATA_DISABLED").value_or(""), "true"))
    return MetadataSettings{.disabled = true};
  const MetadataReader reader(environment, profile);
  MetadataSettings settings;
  LM_TRY(settings.endpoint, endpoint_of(reader));
  LM_TRY(const int seconds, reader.whole(timeout_setting, 1, 3600));
  settings.timeout = Seconds(seconds);
  LM_TRY(settings.attempts, reader.whole(attempts_setting, 1, 100));
  return settings;
}

}  // namespace lakemirror::aws
