#include "lambda/runtime_client.h"

#include <charconv>

namespace lakemirror::lambda {

namespace {

/// An event has at most 6 MB (synchronous invocations, and batches of streams and queues); with its escapes.
constexpr std::size_t largest_event = std::size_t{16} << 20;

/// The API is a process on this machine: what does not answer within seconds will not.
constexpr Milliseconds connects_within = Seconds(1);
constexpr Milliseconds answers_within = Seconds(5);

aws::CurlSettings to_wait(std::stop_token stop) {
  return {.stop = std::move(stop),
          .stop_grace = Milliseconds(0),
          .connect_timeout = connects_within,
          .total_timeout = Milliseconds(0),  // none
          .max_body = largest_event,
          .through_proxy = false};
}

/// Without a stop: an answer that is ready is worth more than the moment it takes.
aws::CurlSettings to_post() {
  return {.connect_timeout = connects_within,
          .total_timeout = answers_within,
          .max_body = std::size_t{64} << 10,
          .through_proxy = false};
}

Error with_operation(Error error, std::string_view path) {
  error.operation = "lambda runtime " + std::string(path);
  return error;
}

std::optional<Time> read_deadline(std::string_view text) {
  std::int64_t milliseconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (failed != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return time_of_seconds(static_cast<double>(milliseconds) / 1000);
}

Error refused(std::string_view path, const aws::HttpResponse& response) {
  return {.kind = ErrorKind::invalid,
          .operation = "lambda runtime " + std::string(path),
          .message = "answered with status " + std::to_string(response.status) + ": " +
                     response.body.substr(0, 200)};
}

std::string type_of(const Error& error) {
  return "lakemirror." + (error.code.empty() ? std::string(to_string(error.kind)) : error.code);
}

std::string body_of(const Error& error) {
  return json::serialize(json::object{
      {"errorType", type_of(error)}, {"errorMessage", error.text()}, {"stackTrace", json::array()}});
}

}  // namespace

RuntimeClient::RuntimeClient(const std::string& host, std::stop_token stop)
    : base_("http://" + host + "/2018-06-01/runtime/"),
      waiting_(to_wait(std::move(stop))),
      posting_(to_post()) {}

Result<Invocation> RuntimeClient::next() {
  constexpr std::string_view path = "invocation/next";
  auto answer = waiting_.send({.method = "GET", .url = base_ + std::string(path)}, {});
  if (!answer) return fail(with_operation(std::move(answer).error(), path));
  if (answer->status != 200) return fail(refused(path, *answer));
  Invocation invocation{.request_id = std::string(answer->header("lambda-runtime-aws-request-id")),
                        .deadline = read_deadline(answer->header("lambda-runtime-deadline-ms")),
                        .trace_id = std::string(answer->header("lambda-runtime-trace-id"))};
  if (invocation.request_id.empty()) return fail(refused(path, *answer));
  invocation.payload = std::move(answer->body);
  return invocation;
}

Result<void> RuntimeClient::respond(const std::string& request_id, const json::value& answer) {
  return post("invocation/" + request_id + "/response", json::serialize(answer));
}

Result<void> RuntimeClient::fail_invocation(const std::string& request_id, const Error& error) {
  return post("invocation/" + request_id + "/error", body_of(error), type_of(error));
}

Result<void> RuntimeClient::fail_start(const Error& error) {
  return post("init/error", body_of(error), type_of(error));
}

Result<void> RuntimeClient::post(const std::string& path, std::string body, const std::string& error_type) {
  aws::HttpRequest request{.method = "POST",
                           .url = base_ + path,
                           .headers = {"Content-Type: application/json"},
                           .body = std::move(body)};
  if (!error_type.empty()) request.headers.push_back("Lambda-Runtime-Function-Error-Type: " + error_type);
  const auto answer = posting_.send(request, {});
  if (!answer) return fail(with_operation(answer.error(), path));
  if (answer->status < 200 || answer->status > 299) return fail(refused(path, *answer));
  return {};
}

}  // namespace lakemirror::lambda
