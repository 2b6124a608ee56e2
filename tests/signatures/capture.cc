// Sends the cases of signatures.py, as the product sends them, to a server of its own and prints what
// arrived: one JSON object a line, in the order of the cases. Usage: signature_capture CASES.json
#include <httplib.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "aws/curl_transport.h"
#include "aws/http_client.h"
#include "aws/s3_client.h"
#include "aws/uri.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

std::string text(const json::object& object, std::string_view name) {
  return std::string(text_or(object, name));
}

/// Answers everything with 200 and keeps the last request.
class CaptureServer {
 public:
  CaptureServer() {
    const auto keep = [this](const httplib::Request& request, httplib::Response& response) {
      last_ = describe(request);
      response.set_content(request.path == "/sts/" ? "<GetCallerIdentityResponse/>" : "{}", "text/plain");
    };
    server_.Get(".*", keep).Post(".*", keep).Put(".*", keep).Delete(".*", keep);
    server_.set_tcp_nodelay(true);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~CaptureServer() { server_.stop(); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// The request that arrived last; absent when none has since it was asked for.
  std::optional<json::object> take() { return std::exchange(last_, std::nullopt); }

 private:
  static json::object describe(const httplib::Request& request) {
    json::object headers;
    for (const auto& [name, value] : request.headers) headers[name] = value;
    return {{"method", request.method},
            {"target", request.target},
            {"headers", std::move(headers)},
            {"body_sha256", sha256_hex(request.body)}};
  }

  httplib::Server server_;
  int port_ = 0;
  std::optional<json::object> last_;  // written and read in turns: a call ends after its answer
  std::jthread thread_;
};

/// A request as the transport gets it, with the query of the case.
Result<void> send_raw(const json::object& one, const std::string& url, SenderParts& parts) {
  std::vector<std::pair<std::string, std::string>> query;
  for (const json::value& pair : one.at("query").as_array()) {
    query.emplace_back(pair.as_array()[0].as_string(), pair.as_array()[1].as_string());
  }
  HttpRequest request{.method = text(one, "method"),
                      .url = url + "/" + (query.empty() ? "" : "?" + canonical_query(query)),
                      .body = text(one, "body"),
                      .signing_service = text(one, "service"),
                      .signing_region = text(one, "region")};
  for (const auto& [name, value] : one.at("headers").as_object()) {
    request.headers.push_back(std::string(name) + ": " + std::string(value.as_string()));
  }
  LM_TRY(const Credentials keys, parts.credentials->get());
  LM_CHECK(parts.transport->send(request, keys));
  return {};
}

Result<void> send_s3(const json::object& one, const std::string& url, SenderParts& parts) {
  S3Client s3({.region = text(one, "region"), .endpoint = url}, parts);
  const std::string bucket = text(one, "bucket"), key = text(one, "key"), method = text(one, "method");
  if (method == "PUT") return s3.put_object(bucket, key, text(one, "body"));
  if (method == "HEAD") {
    LM_CHECK(s3.head_object(bucket, key));
  } else {
    LM_CHECK(s3.get_object(bucket, key));
  }
  return {};
}

Result<void> send_call(const json::object& one, const std::string& url, SenderParts& parts) {
  HttpClient client({.region = text(one, "region"), .urls = {url, url, url + "/sts", url}}, parts, 0);
  const std::string service = text(one, "service");
  const auto which = service == "glue"            ? api::Service::glue
                     : service == "cloudtrail"    ? api::Service::cloudtrail
                     : service == "lakeformation" ? api::Service::lakeformation
                                                  : api::Service::sts;
  LM_CHECK(client.call(which, text(one, "operation"), one.at("input").as_object()));
  return {};
}

Result<void> send_case(const json::object& one, const std::string& url) {
  static Random random(1);
  const json::object& keys = one.at("credentials").as_object();
  SenderParts parts{.transport = std::make_shared<CurlTransport>(),
                    .credentials = std::make_shared<StaticCredentials>(
                        Credentials{.access_key_id = text(keys, "access_key"),
                                    .secret_access_key = text(keys, "secret_key"),
                                    .session_token = text(keys, "token")}),
                    .clock = system_clock(),
                    .random = random,
                    .max_attempts = 1};
  const std::string kind = text(one, "kind");
  if (kind == "s3") return send_s3(one, url, parts);
  if (kind == "call") return send_call(one, url, parts);
  return send_raw(one, url, parts);
}

int run(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const auto cases = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!cases) {
    std::cerr << path << ": " << cases.error().text() << "\n";
    return 1;
  }
  CaptureServer server;
  for (const json::value& one : cases->as_array()) {
    const Result<void> sent = send_case(one.as_object(), server.url());
    std::optional<json::object> arrived = server.take();
    if (!arrived) arrived.emplace();
    if (!sent) (*arrived)["error"] = sent.error().text();
    std::cout << json::serialize(*arrived) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace lakemirror::aws

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: signature_capture CASES.json\n";
    return 1;
  }
  return lakemirror::aws::run(argv[1]);
}
