#include "aws/s3_client.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "aws/adaptive_limiter.h"
#include "aws/endpoint.h"
#include "aws/error.h"
#include "aws/query_protocol.h"
#include "aws/uri.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

void prepare(OperationState& state, const char* name, Clock& clock) {
  state.name = name;
  state.limiter = std::make_unique<AdaptiveLimiter>(clock);
}

/// Names that are safe in a host or path (S3's own rule is narrower: it answers for the rest).
bool plain_bucket(const std::string& bucket) {
  return bucket.size() >= 3 && bucket.size() <= 255 && bucket != "..." &&
         std::ranges::all_of(bucket, [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
         });
}

Error error_of(const OperationState& operation, const HttpResponse& response) {
  // The answer to HEAD has no body that could say more.
  if (response.body.empty() && response.status == 404) {
    return make_error(operation.name, 404, "NoSuchKey", "no such bucket or key",
                      response.header("x-amz-request-id"));
  }
  return decode_xml_error(operation.name, response);
}

}  // namespace

S3Client::S3Client(Place place, SenderParts parts) : place_(std::move(place)), sender_(parts) {
  prepare(get_, "s3:GetObject", parts.clock);
  prepare(head_, "s3:HeadObject", parts.clock);
  prepare(put_, "s3:PutObject", parts.clock);
}

HttpRequest S3Client::request(const char* method, const Object& object, const std::string& region,
                              std::string body) const {
  HttpRequest request{
      .method = method, .body = std::move(body), .signing_service = "s3", .signing_region = region};
  const std::string host = "s3." + region + "." + std::string(domain_of_region(region));
  const std::string path = s3_path(object.key);
  if (!place_.endpoint.empty()) {
    request.url = place_.endpoint + "/" + object.bucket + path;
  } else if (object.bucket.find('.') != std::string::npos) {
    // A dot in the bucket's name would not match the wildcard of the host's certificate.
    request.url = "https://" + host + "/" + object.bucket + path;
  } else {
    request.url = "https://" + object.bucket + "." + host + path;
  }
  request.headers.push_back("x-amz-content-sha256: " + sha256_hex(request.body));
  if (request.method == "PUT") request.headers.push_back("Content-Type: application/octet-stream");
  return request;
}

Result<HttpResponse> S3Client::send(OperationState& operation, const char* method, const Object& object,
                                    const std::string& body) {
  const auto with_subject = [&](Error error) {
    error.operation = operation.name;
    error.subject = "s3://" + object.bucket + "/" + object.key;
    return fail(std::move(error));
  };
  if (!plain_bucket(object.bucket))
    return with_subject({.message = "'" + object.bucket + "' is no bucket name"});
  if (object.key.empty()) return with_subject({.message = "the key is empty"});
  std::string region = place_.region;
  for (bool followed = false;; followed = true) {
    std::string home;
    const auto judge = [&](const HttpResponse& response) -> Result<void> {
      if (response.status >= 200 && response.status <= 299) return {};
      home = response.header("x-amz-bucket-region");
      return fail(error_of(operation, response));
    };
    Result<HttpResponse> response = sender_.send(operation, request(method, object, region, body), judge);
    if (response) return response;
    const bool elsewhere = place_.endpoint.empty() && home != region && is_region_name(home);
    if (followed || !elsewhere) return with_subject(std::move(response).error());
    region = home;
  }
}

Result<std::string> S3Client::get_object(const std::string& bucket, const std::string& key) {
  LM_TRY(HttpResponse response, send(get_, "GET", {bucket, key}));
  return std::move(response.body);
}

Result<S3Client::ObjectInfo> S3Client::head_object(const std::string& bucket, const std::string& key) {
  LM_TRY(const HttpResponse response, send(head_, "HEAD", {bucket, key}));
  ObjectInfo info{.etag = std::string(response.header("etag")),
                  .content_type = std::string(response.header("content-type"))};
  const std::string_view size = response.header("content-length");
  std::from_chars(size.data(), size.data() + size.size(), info.size);
  return info;
}

Result<void> S3Client::put_object(const std::string& bucket, const std::string& key,
                                  const std::string& body) {
  LM_CHECK(send(put_, "PUT", {bucket, key}, body));
  return {};
}

Statistics S3Client::statistics() const {
  Statistics all;
  for (const OperationState* state : {&get_, &head_, &put_}) {
    if (state->calls != 0) all.emplace(state->name, state->counts());
  }
  return all;
}

}  // namespace lakemirror::aws
