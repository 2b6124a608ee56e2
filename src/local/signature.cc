#include "local/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lakemirror::local {

namespace {

SigningKeys::Key hmac(std::string_view key, std::string_view data) {
  SigningKeys::Key out;
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), out.data(), &length);
  return out;
}

std::string_view bytes(const SigningKeys::Key& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

std::string hex(const SigningKeys::Key& key) {
  std::string out;
  for (const unsigned char byte : key) out += fmt::format("{:02x}", byte);
  return out;
}

/// S3 signs the key as it stands, percent-encoded once; all others encode the path that came once more.
std::string canonical_path(std::string_view path, bool s3) {
  if (path.empty()) return "/";
  return s3 ? percent_encode(percent_decode(path), "/") : percent_encode(path, "/");
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const auto& parameter : split(query, '&')) {
    if (parameter.empty()) continue;
    const std::size_t equals = parameter.find('=');
    const std::string value = equals == std::string::npos ? "" : parameter.substr(equals + 1);
    parameters.emplace_back(percent_encode(percent_decode(parameter.substr(0, equals))),
                            percent_encode(percent_decode(value)));
  }
  std::ranges::sort(parameters);
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

/// Values of one name joined by commas, outer blanks off, inner runs of blanks made one.
std::string canonical_header(const HttpHeaders& headers, std::string_view name) {
  std::string out;
  bool first = true;
  for (const auto& [key, value] : headers) {
    if (!equal_ignoring_case(key, name)) continue;
    if (!std::exchange(first, false)) out += ',';
    for (const char c : trim(value)) {
      if (c != ' ' || out.empty() || out.back() != ' ') out += c;
    }
  }
  return out;
}

std::string payload_hash(const HttpRequest& request, bool s3) {
  // S3 signs what this header says: UNSIGNED-PAYLOAD, STREAMING-..., or the hash, which S3 itself then
  // checks.
  const std::string_view stated = request.header("x-amz-content-sha256");
  return s3 && !stated.empty() ? std::string(stated) : sha256_hex(request.body);
}

std::string canonical_request(const HttpRequest& request, const Authorization& authorization) {
  const bool s3 = authorization.service == "s3";
  const std::size_t question = request.target.find('?');
  const std::string_view target = request.target;
  std::string out = request.method + '\n' + canonical_path(target.substr(0, question), s3) + '\n';
  if (question != std::string_view::npos) out += canonical_query(target.substr(question + 1));
  out += '\n';
  for (const auto& name : authorization.signed_headers) {
    out += name + ':' + canonical_header(request.headers, name) + '\n';
  }
  out += '\n' + join(authorization.signed_headers, ";") + '\n' + payload_hash(request, s3);
  return out;
}

/// The text after `name` up to the next comma.
std::string field(std::string_view header, std::string_view name) {
  const std::size_t at = header.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = header.substr(at + name.size());
  return std::string(trim(rest.substr(0, rest.find(','))));
}

}  // namespace

std::optional<Authorization> parse_authorization(std::string_view header) {
  if (!header.starts_with("AWS4-HMAC-SHA256")) return std::nullopt;
  // An access key id has no slash, so the scope's parts stand at fixed places.
  const auto scope = split(field(header, "Credential="), '/');
  Authorization out{.signature = field(header, "Signature=")};
  const std::string signed_headers = field(header, "SignedHeaders=");
  if (scope.size() != 5 || scope[4] != "aws4_request" || signed_headers.empty() || out.signature.empty()) {
    return std::nullopt;
  }
  out.access_key_id = scope[0];
  out.date = scope[1];
  out.region = scope[2];
  out.service = scope[3];
  out.signed_headers = split(signed_headers, ';');
  return out;
}

SigningKeys::Key SigningKeys::get(const std::string& secret, const Authorization& authorization) {
  const std::tuple name(secret, authorization.date, authorization.region, authorization.service);
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = keys_.find(name); at != keys_.end()) return at->second;
  }
  const Key date = hmac("AWS4" + secret, authorization.date);
  const Key region = hmac(bytes(date), authorization.region);
  const Key service = hmac(bytes(region), authorization.service);
  const Key key = hmac(bytes(service), "aws4_request");
  const std::lock_guard lock(mutex_);
  if (keys_.size() >= most) keys_.clear();
  keys_.emplace(name, key);
  return key;
}

std::string expected_signature(const HttpRequest& request, const Authorization& authorization,
                               const std::string& secret, SigningKeys& keys) {
  const std::string text = "AWS4-HMAC-SHA256\n" + std::string(request.header("x-amz-date")) + '\n' +
                           authorization.date + '/' + authorization.region + '/' + authorization.service +
                           "/aws4_request\n" + sha256_hex(canonical_request(request, authorization));
  return hex(hmac(bytes(keys.get(secret, authorization)), text));
}

std::optional<Time> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t length) { return std::string(text.substr(at, length)); };
  const auto time = parse_time(part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2) + 'T' + part(9, 2) + ':' +
                               part(11, 2) + ':' + part(13, 2) + 'Z');
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace lakemirror::local
