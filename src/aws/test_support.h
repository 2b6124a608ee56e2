#pragma once

#include <unistd.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "aws/client.h"
#include "aws/environment.h"
#include "aws/transport.h"

namespace lakemirror::aws::testing {

/// An environment made of the given variables.
inline Environment environment_of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto at = variables.find(name);
    if (at == variables.end() || at->second.empty()) return std::nullopt;
    return at->second;
  };
}

/// Answers requests with the given responses or Errors in order, the last one again and again, and keeps what
/// it was sent.
class FakeTransport : public Transport {
 public:
  explicit FakeTransport(std::vector<Result<HttpResponse>> answers)
      : answers_(answers.begin(), answers.end()) {}

  Result<HttpResponse> send(const HttpRequest& request, const Credentials& credentials) override {
    const std::lock_guard lock(mutex_);
    requests.push_back(request);
    signers.push_back(credentials);
    Result<HttpResponse> answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }

  std::vector<HttpRequest> requests;
  std::vector<Credentials> signers;

 private:
  std::mutex mutex_;
  std::deque<Result<HttpResponse>> answers_;
};

inline HttpResponse json_answer(int status, std::string body) {
  return {.status = status, .headers = {{"x-amzn-requestid", "r-1"}}, .body = std::move(body)};
}

/// Answers calls with the given outputs or Errors in order and keeps the inputs.
class FakeClient : public Client {
 public:
  explicit FakeClient(std::vector<Result<json::object>> answers) : answers_(answers.begin(), answers.end()) {}

  Result<json::object> call(api::Service, std::string_view operation, const json::object& input) override {
    operations.emplace_back(operation);
    inputs.push_back(input);
    if (answers_.empty()) return fail({.message = "not expected"});
    Result<json::object> answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  std::string_view region() const override { return "eu-west-1"; }

  std::vector<std::string> operations;
  std::vector<json::object> inputs;

 private:
  std::deque<Result<json::object>> answers_;
};

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lakemirror-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string write(const std::string& name, const std::string& text, bool executable = false) const {
    const std::filesystem::path file = path_ / name;
    std::ofstream(file) << text;
    if (executable) std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.string();
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace lakemirror::aws::testing
