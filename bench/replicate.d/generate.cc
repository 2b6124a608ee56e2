#include <curl/curl.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "workload/bulk.h"

using namespace lakemirror;

namespace {

/// One signed request to Glue, made before the clock starts.
struct Request {
  std::string region;
  std::string operation;
  std::string body;
};

std::string create_body(const workload::BulkTables& bulk, std::size_t number) {
  return json::serialize(bulk.table_call(number).input);
}

std::vector<Request> databases_of(const workload::BulkTables& bulk) {
  std::vector<Request> requests;
  for (std::size_t i = 0; i < bulk.databases; ++i)
    requests.push_back({"us-west-2", "CreateDatabase", json::serialize(bulk.database_call(i).input)});
  return requests;
}

std::vector<Request> creates(const workload::BulkTables& bulk) {
  std::vector<Request> requests;
  for (std::size_t i = 0; i < bulk.tables; ++i)
    requests.push_back({"us-west-2", "CreateTable", create_body(bulk, i)});
  return requests;
}

/// What lakemirror asks for a changed table that is the only one of its database: the database and the table on
/// both sides, and an update.
std::vector<Request> lone_updates(const workload::BulkTables& bulk) {
  std::vector<Request> requests;
  for (std::size_t i = 0; i < bulk.tables; ++i) {
    auto update = bulk.table_call(i).input;
    auto& table = update["TableInput"].as_object();
    const auto database = update["DatabaseName"];
    const auto get_database = json::serialize(json::object{{"Name", database}});
    const auto get_table = json::serialize(json::object{{"DatabaseName", database}, {"Name", table["Name"]}});
    table["Description"] = "generated";
    update["SkipArchive"] = true;
    for (const auto* region : {"us-east-1", "us-west-2"}) {
      requests.push_back({region, "GetDatabase", get_database});
      requests.push_back({region, "GetTable", get_table});
    }
    requests.push_back({"us-west-2", "UpdateTable", json::serialize(update)});
  }
  return requests;
}

std::size_t take(char*, std::size_t, std::size_t size, void* taken) {
  *static_cast<std::size_t*>(taken) += size;
  return size;
}

/// Sends requests over one connection, one after the other, until there are no more. Returns how many failed.
std::size_t send_over_one_connection(const std::string& endpoint, const std::vector<Request>& requests,
                                     std::atomic<std::size_t>& next) {
  CURL* handle = curl_easy_init();
  std::size_t failed = 0, taken = 0;
  curl_easy_setopt(handle, CURLOPT_URL, (endpoint + "/").c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_USERNAME, "test");
  curl_easy_setopt(handle, CURLOPT_PASSWORD, "test");
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &taken);
  curl_easy_setopt(handle, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
  for (std::size_t i = next++; i < requests.size(); i = next++) {
    const auto& request = requests[i];
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/x-amz-json-1.1");
    headers = curl_slist_append(headers, ("X-Amz-Target: AWSGlue." + request.operation).c_str());
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, ("aws:amz:" + request.region + ":glue").c_str());
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

/// bench_generate --endpoint URL creates|lone-updates --count N --over N --connections 4
///
/// What plain libcurl can send with the same signer and the same bodies, for comparison. Prints one JSON object.
int main(int argc, char** argv) {
  std::string endpoint, what;
  std::size_t count = 0, over = 1, connections = 4;
  CLI::App app("Sends requests to a local AWS as fast as plain libcurl can");
  app.add_option("what", what)->required()->check(CLI::IsMember({"creates", "lone-updates"}));
  app.add_option("--endpoint", endpoint)->required();
  app.add_option("--count", count, "how many tables")->required();
  app.add_option("--over", over, "over how many databases they are spread");
  app.add_option("--connections", connections, "how many requests are under way at once");
  CLI11_PARSE(app, argc, argv);
  const workload::BulkTables bulk{.databases = over, .tables = count};
  const auto requests = what == "creates" ? creates(bulk) : lone_updates(bulk);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::atomic<std::size_t> next = 0, failed = 0;
  // The databases are not part of what is measured.
  if (what == "creates") failed += send_over_one_connection(endpoint, databases_of(bulk), next);
  next = 0;
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < connections; ++i) {
    threads.emplace_back([&] { failed += send_over_one_connection(endpoint, requests, next); });
  }
  threads.clear();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  fmt::print(R"({{"requests": {}, "failed": {}, "seconds": {:.3f}}})" "\n", requests.size(), failed.load(),
             took.count());
  return failed == 0 ? 0 : 1;
}
