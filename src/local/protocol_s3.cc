#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "local/front.h"
#include "local/xml_text.h"

namespace lakemirror::local {

namespace {

struct Address {
  std::string bucket;
  std::string key;
};

/// Path style /bucket/key, or virtual-host style bucket.localhost/key.
Address address_of(const HttpRequest& request) {
  const std::string_view target = request.target;
  const std::string path = percent_decode(target.substr(1, target.find('?') - 1));
  const std::string_view host = request.header("host").substr(0, request.header("host").find(':'));
  for (const std::string_view suffix : {".s3.localhost", ".localhost"}) {
    if (host.ends_with(suffix)) return {std::string(host.substr(0, host.size() - suffix.size())), path};
  }
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return {path, ""};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

HttpResponse reply(const Aws::State& state, int status) {
  return {.status = status,
          .headers = {{"x-amz-request-id", state.settings()->random->uuid()}},
          .content_type = "application/xml"};
}

HttpResponse s3_failure(const Aws::State& state, int status, std::string_view code, std::string_view message,
                        const Address& address = {}) {
  HttpResponse out = reply(state, status);
  out.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>";
  append_element(out.body, "Code", code);
  append_element(out.body, "Message", message);
  if (!address.key.empty()) append_element(out.body, "Key", address.key);
  if (!address.bucket.empty()) append_element(out.body, "BucketName", address.bucket);
  append_element(out.body, "RequestId", out.headers.front().second);
  out.body += "</Error>";
  return out;
}

HttpResponse unauthenticated_s3(const Aws::State& state, const Error& error) {
  switch (auth_failure(error)) {
    case AuthFailure::missing_token:
      return s3_failure(state, 403, "AccessDenied", "Access Denied");
    case AuthFailure::incomplete:
      return s3_failure(state, 400, "AuthorizationHeaderMalformed", error.message);
    case AuthFailure::unknown_key:
      return s3_failure(state, 403, "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records.");
    case AuthFailure::expired_token:
      return s3_failure(state, 400, "ExpiredToken", "The provided token has expired.");
    case AuthFailure::skewed:
      return s3_failure(state, 403, "RequestTimeTooSkewed",
                        "The difference between the request time and the current time is too large.");
    case AuthFailure::wrong_signature:
      break;
  }
  return s3_failure(
      state, 403, "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your "
      "key and signing method.");
}

/// Takes the frames of aws-chunked off: "<hex size>[;chunk-signature=...]\r\n<data>\r\n" until a size of 0.
std::optional<std::string> unchunk(std::string_view body) {
  std::string out;
  while (true) {
    const std::size_t line_end = body.find("\r\n");
    if (line_end == std::string_view::npos) return std::nullopt;
    std::size_t size = 0;
    if (std::from_chars(body.data(), body.data() + line_end, size, 16).ec != std::errc()) return std::nullopt;
    body.remove_prefix(line_end + 2);
    if (size == 0) return out;
    if (body.size() < 2 || size > body.size() - 2) return std::nullopt;
    out += body.substr(0, size);
    body.remove_prefix(size + 2);
  }
}

/// The object's bytes, once the stated payload hash has been held against them.
Result<std::string> payload(const HttpRequest& request) {
  const std::string_view stated = request.header("x-amz-content-sha256");
  if (stated.starts_with("STREAMING-")) {
    auto data = unchunk(request.body);
    if (!data)
      return fail({.code = "IncompleteBody", .message = "The request body terminated unexpectedly."});
    return std::move(*data);
  }
  if (!stated.empty() && stated != "UNSIGNED-PAYLOAD" && stated != sha256_hex(request.body)) {
    return fail({.code = "XAmzContentSHA256Mismatch",
                 .message = "The provided 'x-amz-content-sha256' header does not match what was computed."});
  }
  return request.body;
}

/// "Sat, 26 Sep 2026 18:34:02 GMT"
std::string http_date(Time time) {
  static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<Seconds>(time - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                     unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

HttpResponse put_object(Aws::State& state, const HttpRequest& request, const Identity& identity,
                        const Address& address) {
  if (address.key.empty()) {
    state.objects.make_bucket(identity.account, address.bucket);
    return reply(state, 200);
  }
  auto data = payload(request);
  if (!data) return s3_failure(state, 400, data.error().code, data.error().message, address);
  StoredObject object{.data = std::move(*data), .modified = state.clock.now()};
  for (const auto& [name, value] : request.headers) {
    const std::string lower = fold(name);
    if (lower == "content-type" || lower.starts_with("x-amz-meta-"))
      object.headers.emplace_back(lower, value);
  }
  if (!state.objects.put(identity.account, address.bucket, address.key, std::move(object))) {
    return s3_failure(state, 503, "ServiceUnavailable",
                      "The local AWS keeps objects in memory, and there is no more room.", address);
  }
  HttpResponse out = reply(state, 200);
  out.headers.emplace_back("ETag", state.objects.get(identity.account, address.bucket, address.key)->etag);
  return out;
}

/// HEAD is the same answer; the server leaves the body out.
HttpResponse get_object(Aws::State& state, const Identity& identity, const Address& address) {
  if (!state.objects.has_bucket(identity.account, address.bucket)) {
    return s3_failure(state, 404, "NoSuchBucket", "The specified bucket does not exist", address);
  }
  if (address.key.empty()) return reply(state, 200);
  const auto object = state.objects.get(identity.account, address.bucket, address.key);
  if (!object) return s3_failure(state, 404, "NoSuchKey", "The specified key does not exist.", address);
  HttpResponse out = reply(state, 200);
  out.content_type = "binary/octet-stream";
  for (const auto& [name, value] : object->headers) {
    if (name == "content-type") {
      out.content_type = value;
    } else {
      out.headers.emplace_back(name, value);
    }
  }
  out.headers.emplace_back("ETag", object->etag);
  out.headers.emplace_back("Last-Modified", http_date(object->modified));
  out.body = object->data;
  return out;
}

}  // namespace

HttpResponse serve_s3(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity) {
  if (!identity) return unauthenticated_s3(state, identity.error());
  const Address address = address_of(request);
  if (address.bucket.empty())
    return s3_failure(state, 501, "NotImplemented", "The local AWS does not list buckets.");
  if (request.method == "PUT") return put_object(state, request, *identity, address);
  if (request.method == "GET" || request.method == "HEAD") return get_object(state, *identity, address);
  if (request.method == "DELETE") {
    state.objects.erase(identity->account, address.bucket, address.key);
    return reply(state, 204);
  }
  return s3_failure(state, 405, "MethodNotAllowed",
                    "The specified method is not allowed against this resource.", address);
}

}  // namespace lakemirror::local
