#include "aws/request_signer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view payload_hash_header = "x-amz-content-sha256";

/// The parts of a URL that are signed.
struct SignedUrl {
  std::string_view host;  ///< as the Host header has it: without the port that the scheme has anyway
  std::string_view path;
  std::string_view query;
};

SignedUrl parts_of(std::string_view url) {
  const bool tls = url.starts_with("https://");
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const auto host_end = std::min(url.find_first_of("/?"), url.size());
  SignedUrl parts{.host = url.substr(0, host_end), .path = url.substr(host_end), .query = {}};
  parts.host.remove_prefix(parts.host.rfind('@') + 1);  // npos + 1 is 0
  const std::string_view usual_port = tls ? ":443" : ":80";
  if (parts.host.ends_with(usual_port)) parts.host.remove_suffix(usual_port.size());
  if (const auto question = parts.path.find('?'); question != std::string_view::npos) {
    parts.query = parts.path.substr(question + 1);
    parts.path = parts.path.substr(0, question);
  }
  return parts;
}

/// "20260926T183402Z"
std::string amz_time(Time now) {
  std::string text = format_time(std::chrono::floor<Seconds>(now));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// S3 signs the path as it stands; all others encode once more what is encoded already.
std::string path_to_sign(std::string_view path, std::string_view service) {
  if (path.empty()) return "/";
  return service == "s3" ? std::string(path) : percent_encode(path, "/");
}

/// Outer blanks off, inner runs of blanks made one.
std::string value_to_sign(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    if (c != ' ' || out.back() != ' ') out += c;
  }
  return out;
}

using SignedHeaders = std::vector<std::pair<std::string, std::string>>;

SignedHeaders headers_to_sign(const HttpRequest& request, const std::vector<std::string>& added) {
  SignedHeaders headers;
  headers.reserve(request.headers.size() + added.size());
  for (const auto* some : {&request.headers, &added}) {
    for (const std::string_view line : *some) {
      const auto colon = line.find(':');
      headers.emplace_back(lower_ascii(line.substr(0, colon)), value_to_sign(line.substr(colon + 1)));
    }
  }
  std::ranges::sort(headers);
  return headers;
}

std::string names_of(const SignedHeaders& headers) {
  std::string names;
  for (const auto& [name, value] : headers) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

/// What S3 was told of the body is what it checks.
std::string payload_hash(const HttpRequest& request, const SignedHeaders& headers) {
  const auto told = std::ranges::find(headers, payload_hash_header, &SignedHeaders::value_type::first);
  return told == headers.end() ? sha256_hex(request.body) : told->second;
}

std::string canonical_request(const HttpRequest& request, const SignedUrl& url, const SignedHeaders& headers,
                              const std::string& names) {
  std::string text = request.method + '\n' + path_to_sign(url.path, request.signing_service) + '\n';
  text.append(url.query).append("\n");
  for (const auto& [name, value] : headers) text.append(name).append(":").append(value).append("\n");
  return text.append("\n").append(names).append("\n").append(payload_hash(request, headers));
}

}  // namespace

std::vector<std::string> RequestSigner::sign(const HttpRequest& request, const Credentials& credentials,
                                             Time now) {
  const SignedUrl url = parts_of(request.url);
  const std::string time = amz_time(now);
  const SigningScope scope{time.substr(0, 8), request.signing_region, request.signing_service};
  std::vector<std::string> added{"Host: " + std::string(url.host), "X-Amz-Date: " + time};
  if (!credentials.session_token.empty())
    added.push_back("X-Amz-Security-Token: " + credentials.session_token);
  const SignedHeaders headers = headers_to_sign(request, added);
  const std::string names = names_of(headers);
  const std::string to_sign = std::string(algorithm) + '\n' + time + '\n' + scope.text() + '\n' +
                              sha256_hex(canonical_request(request, url, headers, names));
  const HmacDigest key = keys_.get(credentials.secret_access_key, scope);
  added.push_back("Authorization: " + std::string(algorithm) + " Credential=" + credentials.access_key_id +
                  '/' + scope.text() + ", SignedHeaders=" + names +
                  ", Signature=" + to_hex(bytes_of(hmac_sha256(bytes_of(key), to_sign))));
  return added;
}

}  // namespace lakemirror::aws
