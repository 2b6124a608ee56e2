#include <curl/curl.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "aws/request_signer.h"
#include "base/json.h"
#include "workload/bulk.h"

using namespace lakemirror;

namespace {

/// One request to Glue, made before the clock starts and ready but for its signature.
aws::HttpRequest request_to(const std::string& region, std::string_view operation, std::string body) {
  return {.headers = {"Content-Type: application/x-amz-json-1.1",
                      fmt::format("X-Amz-Target: AWSGlue.{}", operation)},
          .body = std::move(body),
          .signing_service = "glue",
          .signing_region = region};
}
using Requests = std::vector<aws::HttpRequest>;

std::string create_body(const workload::BulkTables& bulk, std::size_t number) {
  return json::serialize(bulk.table_call(number).input);
}

Requests databases_of(const workload::BulkTables& bulk) {
  Requests requests;
  for (std::size_t i = 0; i < bulk.databases; ++i)
    requests.push_back(
        request_to("us-west-2", "CreateDatabase", json::serialize(bulk.database_call(i).input)));
  return requests;
}

Requests creates(const workload::BulkTables& bulk) {
  Requests requests;
  for (std::size_t i = 0; i < bulk.tables; ++i)
    requests.push_back(request_to("us-west-2", "CreateTable", create_body(bulk, i)));
  return requests;
}

/// What lakemirror asks for a changed table that is the only one of its database: the database and the table
/// on both sides, and an update.
Requests lone_updates(const workload::BulkTables& bulk) {
  Requests requests;
  for (std::size_t i = 0; i < bulk.tables; ++i) {
    auto update = bulk.table_call(i).input;
    auto& table = update["TableInput"].as_object();
    const auto database = update["DatabaseName"];
    const auto get_database = json::serialize(json::object{{"Name", database}});
    const auto get_table = json::serialize(json::object{{"DatabaseName", database}, {"Name", table["Name"]}});
    table["Description"] = "generated";
    update["SkipArchive"] = true;
    for (const auto* region : {"us-east-1", "us-west-2"}) {
      requests.push_back(request_to(region, "GetDatabase", get_database));
      requests.push_back(request_to(region, "GetTable", get_table));
    }
    requests.push_back(request_to("us-west-2", "UpdateTable", json::serialize(update)));
  }
  return requests;
}

std::size_t take(char*, std::size_t, std::size_t size, void* taken) {
  *static_cast<std::size_t*>(taken) += size;
  return size;
}

/// The headers of a request, and what signs it: lakemirror's signer, or where there is none libcurl's.
curl_slist* signed_headers(CURL* handle, const aws::HttpRequest& request, aws::RequestSigner* signer) {
  curl_slist* headers = nullptr;
  for (const auto& line : request.headers) headers = curl_slist_append(headers, line.c_str());
  if (signer == nullptr) {
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, ("aws:amz:" + request.signing_region + ":glue").c_str());
    return headers;
  }
  const aws::Credentials test{.access_key_id = "test", .secret_access_key = "test"};
  const auto now = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
  for (const auto& line : signer->sign(request, test, now))
    headers = curl_slist_append(headers, line.c_str());
  return headers;
}

/// Sends requests over one connection, one after the other, until there are no more. Returns how many failed.
std::size_t send_over_one_connection(const std::string& url, const Requests& requests,
                                     aws::RequestSigner* signer, std::atomic<std::size_t>& next) {
  CURL* handle = curl_easy_init();
  std::size_t failed = 0, taken = 0;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  if (signer == nullptr) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, "test");
    curl_easy_setopt(handle, CURLOPT_PASSWORD, "test");
  }
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &taken);
  curl_easy_setopt(handle, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
  for (std::size_t i = next++; i < requests.size(); i = next++) {
    const auto& request = requests[i];
    curl_slist* headers = signed_headers(handle, request, signer);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    const auto code = curl_easy_perform(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    if (code != CURLE_OK || status != 200) ++failed;
  }
  curl_easy_cleanup(handle);
  return failed;
}

}  // namespace

/// bench_generate --endpoint URL creates|lone-updates --count N --over N --connections 4 --signer
/// lakemirror|libcurl
///
/// What plain libcurl can send with the same bodies, for comparison. Prints one JSON object.
int main(int argc, char** argv) {
  std::string endpoint, what, signed_by = "lakemirror";
  std::size_t count = 0, over = 1, connections = 4;
  CLI::App app("Sends requests to a local AWS as fast as plain libcurl can");
  app.add_option("what", what)->required()->check(CLI::IsMember({"creates", "lone-updates"}));
  app.add_option("--endpoint", endpoint)->required();
  app.add_option("--count", count, "how many tables")->required();
  app.add_option("--over", over, "over how many databases they are spread");
  app.add_option("--connections", connections, "how many requests are under way at once");
  app.add_option("--signer", signed_by, "whose code signs")->check(CLI::IsMember({"lakemirror", "libcurl"}));
  CLI11_PARSE(app, argc, argv);
  const workload::BulkTables bulk{.databases = over, .tables = count};
  auto requests = what == "creates" ? creates(bulk) : lone_updates(bulk);
  const std::string url = endpoint + "/";
  for (auto& request : requests) request.url = url;
  auto databases = databases_of(bulk);
  for (auto& request : databases) request.url = url;
  aws::RequestSigner own;
  aws::RequestSigner* signer = signed_by == "lakemirror" ? &own : nullptr;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::atomic<std::size_t> next = 0, failed = 0;
  // The databases are not part of what is measured.
  if (what == "creates") failed += send_over_one_connection(url, databases, signer, next);
  next = 0;
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < connections; ++i) {
    threads.emplace_back([&] { failed += send_over_one_connection(url, requests, signer, next); });
  }
  threads.clear();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  fmt::print(R"({{"requests": {}, "failed": {}, "seconds": {:.3f}}})"
             "\n",
             requests.size(), failed.load(), took.count());
  return failed == 0 ? 0 : 1;
}
