#include "aws/s3_client.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "aws/adaptive_limiter.h"
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
  Error error = decode_xml_error(operation.name, response);
  if (const auto region = response.header("x-amz-bucket-region");
      !region.empty() && response.status / 100 == 3) {
    error.hint = "the bucket is in the Region " + std::string(region);
  }
  return error;
}

}  // namespace

S3Client::S3Client(Place place, SenderParts parts) : place_(std::move(place)), sender_(parts) {
  prepare(get_, "s3:GetObject", parts.clock);
  prepare(head_, "s3:HeadObject", parts.clock);
  prepare(put_, "s3:PutObject", parts.clock);
}

Result<HttpRequest> S3Client::request(const char* method, const std::string& bucket, const std::string& key,
                                      std::string body) {
  if (!plain_bucket(bucket) || key.empty()) {
    return fail({.kind = ErrorKind::invalid, .message = key.empty() ? "the key is empty" : "no bucket name"});
  }
  HttpRequest request{
      .method = method, .body = std::move(body), .signing_service = "s3", .signing_region = place_.region};
  // A dot in the bucket's name would not match the wildcard of the host's certificate.
  if (place_.path_style || bucket.find('.') != std::string::npos) {
    request.url = place_.url + "/" + bucket + s3_path(key);
  } else {
    const auto host = place_.url.find("://") + 3;
    request.url = place_.url.substr(0, host) + bucket + "." + place_.url.substr(host) + s3_path(key);
  }
  request.headers.push_back("x-amz-content-sha256: " + sha256_hex(request.body));
  if (request.method == "PUT") request.headers.push_back("Content-Type: application/octet-stream");
  return request;
}

Result<HttpResponse> S3Client::send(OperationState& operation, const char* method, const std::string& bucket,
                                    const std::string& key, std::string body) {
  const auto judge = [&](const HttpResponse& response) -> Result<void> {
    if (response.status >= 200 && response.status <= 299) return {};
    return fail(error_of(operation, response));
  };
  Result<HttpRequest> made = request(method, bucket, key, std::move(body));
  Result<HttpResponse> response =
      made ? sender_.send(operation, *made, judge) : fail(std::move(made).error());
  if (response) return response;
  Error error = std::move(response).error();
  error.operation = operation.name;
  error.subject = "s3://" + bucket + "/" + key;
  return fail(std::move(error));
}

Result<std::string> S3Client::get_object(const std::string& bucket, const std::string& key) {
  LM_TRY(HttpResponse response, send(get_, "GET", bucket, key));
  return std::move(response.body);
}

Result<S3Client::ObjectInfo> S3Client::head_object(const std::string& bucket, const std::string& key) {
  LM_TRY(const HttpResponse response, send(head_, "HEAD", bucket, key));
  ObjectInfo info{.etag = std::string(response.header("etag")),
                  .content_type = std::string(response.header("content-type"))};
  const std::string_view size = response.header("content-length");
  std::from_chars(size.data(), size.data() + size.size(), info.size);
  return info;
}

Result<void> S3Client::put_object(const std::string& bucket, const std::string& key, std::string body) {
  LM_CHECK(send(put_, "PUT", bucket, key, std::move(body)));
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
