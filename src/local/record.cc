#include "local/record.h"

#include <fmt/format.h>

#include "base/text.h"
#include "local/json_text.h"

namespace lakemirror::local {

namespace {

/// Every field below was seen in a real Glue record unless its comment says "derived".
void write_identity(std::string& out, const Record& record) {
  const Caller& caller = *record.caller;
  // ARN: arn:aws:iam::ACCOUNT:user/NAME or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
  const auto parts = split(caller.principal_arn, '/');
  const std::string account = split(caller.principal_arn + "::::::", ':')[4];
  ObjectText identity(out);
  if (parts[0].ends_with(":assumed-role") && parts.size() == 3) {
    const std::string role_id = fmt::format("AROA{:016X}", hash64(account + parts[1]));
    identity.text("type", "AssumedRole");
    identity.text("principalId", role_id + ":" + parts[2]);
    identity.text("arn", caller.principal_arn);
    identity.text("accountId", account);
    identity.text("accessKeyId", caller.access_key_id);
    ObjectText session(identity.key("sessionContext"));
    ObjectText issuer(session.key("sessionIssuer"));
    issuer.text("type", "Role");
    issuer.text("principalId", role_id);
    issuer.text("arn", fmt::format("arn:aws:iam::{}:role/{}", account, parts[1]));
    issuer.text("accountId", account);
    issuer.text("userName", parts[1]);
    issuer.close();
    ObjectText attributes(session.key("attributes"));
    attributes.text("creationDate",
                    format_time(record.event_time));  // derived: the session's true start is not kept
    attributes.text("mfaAuthenticated", "false");
    attributes.close();
    session.close();
  } else if (caller.principal_arn.ends_with(":root")) {
    identity.text("type", "Root");
    identity.text("principalId", account);
    identity.text("arn", caller.principal_arn);
    identity.text("accountId", account);
    identity.text("accessKeyId", caller.access_key_id);
  } else {
    identity.text("type", "IAMUser");
    identity.text("principalId", fmt::format("AIDA{:016X}", hash64(caller.principal_arn)));
    identity.text("arn", caller.principal_arn);
    identity.text("accountId", account);
    identity.text("accessKeyId", caller.access_key_id);
    identity.text("userName", caller.username());
  }
  identity.close();
}

/// The role's or user's own ARN, never the session's: as seen.
std::string lake_formation_principal(const Caller& caller) {
  const auto parts = split(caller.principal_arn, '/');
  if (!parts[0].ends_with(":assumed-role") || parts.size() != 3) return caller.principal_arn;
  return fmt::format("arn:aws:iam::{}:role/{}", split(caller.principal_arn, ':')[4], parts[1]);
}

void write_resources(std::string& out, const Record& record) {
  out += '[';
  bool first = true;
  for (const auto& path : record.resources) {
    if (!std::exchange(first, false)) out += ',';
    ObjectText resource(out);
    resource.text("accountId", record.caller->account);
    resource.text("type", path.starts_with("table/")      ? "AWS::Glue::Table"
                          : path.starts_with("database/") ? "AWS::Glue::Database"
                                                          : "AWS::Glue::Catalog");
    resource.text("ARN",
                  fmt::format("arn:aws:glue:{}:{}:{}", record.caller->region, record.caller->account, path));
    resource.close();
  }
  out += ']';
}

}  // namespace

std::string Caller::username() const {
  if (principal_arn.ends_with(":root")) return "root";
  return principal_arn.substr(principal_arn.rfind('/') + 1);
}

std::string event_source(api::Service service) {
  return std::string(api::info(service).endpoint_prefix) + ".amazonaws.com";
}

std::string record_text(const Record& record) {
  const bool glue = record.service == api::Service::glue;
  std::string out;
  out.reserve(1600 + record.parameters.size() + record.response.size());
  ObjectText text(out);
  text.text("eventVersion", "1.11");
  write_identity(text.key("userIdentity"), record);
  text.text("eventTime", format_time(record.event_time));
  text.text("eventSource", event_source(record.service));
  text.text("eventName", record.event_name);
  text.text("awsRegion", record.caller->region);
  text.text("sourceIPAddress", record.caller->source_ip);
  text.text("userAgent", record.caller->user_agent);
  if (!record.error_code.empty()) {
    text.text("errorCode", record.error_code);
    text.text("errorMessage", record.error_message);
  }
  text.raw("requestParameters", record.parameters.empty() ? "null" : record.parameters);
  // null on success of CreateTable and UpdateDatabase: seen. `errors` of batch calls: its member was seen,
  // its place in a whole record is derived from the output shape.
  text.raw("responseElements", record.response.empty() ? "null" : record.response);
  if (glue) {
    ObjectText additional(text.key("additionalEventData"));
    additional.raw("insufficientLakeFormationPermissions", "[]");
    additional.text("lakeFormationPrincipal", lake_formation_principal(*record.caller));
    additional.close();
  }
  text.text("requestID", record.request_id);
  text.text("eventID", record.event_id);
  text.boolean("readOnly", record.read_only);
  // Seen on CreateTable: catalog, database, table. Derived: other mutations list what they touched in the
  // same form.
  if (!record.resources.empty()) write_resources(text.key("resources"), record);
  text.text("eventType", "AwsApiCall");
  text.boolean("managementEvent", true);
  text.text("recipientAccountId", record.caller->account);
  text.text("eventCategory", "Management");
  ObjectText tls(text.key("tlsDetails"));
  tls.text("tlsVersion", "TLSv1.3");
  tls.text("cipherSuite", "TLS_AES_128_GCM_SHA256");
  tls.text(
      "clientProvidedHostHeader",
      fmt::format("{}.{}.amazonaws.com", api::info(record.service).endpoint_prefix, record.caller->region));
  tls.close();
  text.close();
  return out;
}

}  // namespace lakemirror::local
