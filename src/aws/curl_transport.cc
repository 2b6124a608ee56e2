#include "aws/curl_transport.h"

#include <cctype>
#include <optional>
#include <string>

#include "aws/error.h"
#include "aws/user_agent.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr std::size_t max_headers = 100;

struct Receiver {
  std::size_t max_body;
  HttpResponse response = {};
  bool too_large = false;
};

/// Ends a request that is not answered soon after a stop was asked for.
struct StopWatch {
  std::stop_token stop;
  std::chrono::milliseconds grace;
  std::optional<std::chrono::steady_clock::time_point> asked_at = {};
};

/// libcurl asks at least once a second; what is not 0 ends the request.
int should_end(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& watch = *static_cast<StopWatch*>(user);
  if (!watch.stop.stop_requested()) return 0;
  const auto now = std::chrono::steady_clock::now();
  if (!watch.asked_at) watch.asked_at = now;
  return now - *watch.asked_at >= watch.grace ? 1 : 0;
}

std::size_t receive_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  if (receiver.response.body.size() + size > receiver.max_body) {
    receiver.too_large = true;
    return 0;
  }
  receiver.response.body.append(data, size);
  return size;
}

std::size_t receive_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& headers = static_cast<Receiver*>(user)->response.headers;
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) headers.clear();  // those of a 100 Continue before the real answer
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || headers.size() >= max_headers) return size;
  std::string name(line.substr(0, colon));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  headers.emplace_back(std::move(name), trim(line.substr(colon + 1)));
  return size;
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
  curl_easy_setopt(handle, option, value);
}

const char* text_or_none(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

/// What is the same for every request of a handle.
CurlHandle new_handle(const CurlSettings& settings) {
  CURL* handle = curl_easy_init();
  if (handle == nullptr) return nullptr;
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
  set(handle, CURLOPT_TCP_NODELAY, 1L);
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_PATH_AS_IS, 1L);  // an S3 key may hold "/../"
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  // Large bodies make curl ask first ("Expect: 100-continue"): nobody waits for the answer.
  set(handle, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
  std::string agent(user_agent());
  if (!settings.agent_adds.empty()) agent += " " + settings.agent_adds;
  set(handle, CURLOPT_USERAGENT, agent.c_str());
  if (!settings.ca_bundle.empty() || !settings.ca_directory.empty()) {
    // What is not set has to be set to nothing: otherwise the system's would be trusted too.
    set(handle, CURLOPT_CAINFO, text_or_none(settings.ca_bundle));
    set(handle, CURLOPT_CAPATH, text_or_none(settings.ca_directory));
  }
  if (!settings.through_proxy) set(handle, CURLOPT_PROXY, "");
  set(handle, CURLOPT_WRITEFUNCTION, &receive_body);
  set(handle, CURLOPT_HEADERFUNCTION, &receive_header);
  set(handle, CURLOPT_XFERINFOFUNCTION, &should_end);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  return CurlHandle(handle);
}

void append(CurlList& list, const std::vector<std::string>& headers) {
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(list.get(), header.c_str());
    if (longer == nullptr) return;
    (void)list.release();
    list.reset(longer);
  }
}

void set_method_and_body(CURL* handle, const HttpRequest& request) {
  // Clears what the request before left.
  set(handle, CURLOPT_POSTFIELDS, static_cast<const char*>(nullptr));
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{-1});
  set(handle, CURLOPT_HTTPGET, 1L);
  set(handle, CURLOPT_NOBODY, 0L);
  set(handle, CURLOPT_CUSTOMREQUEST, static_cast<const char*>(nullptr));
  if (request.method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET") {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    if (request.method != "POST") set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

std::string host_of(const std::string& url) {
  const auto start = url.find("://");
  const auto from = start == std::string::npos ? 0 : start + 3;
  return url.substr(from, url.find('/', from) - from);
}

ErrorKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return ErrorKind::denied;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return ErrorKind::invalid;
    default:
      return ErrorKind::retry;
  }
}

std::string hint_for(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check the Region or endpoint of this side, and the name service";
    case CURLE_COULDNT_CONNECT:
      return "check that the endpoint can be reached from this machine";
    case CURLE_SSL_CONNECT_ERROR:
      return "check that the endpoint speaks https, and that nothing between here and there cuts it off";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return "name the certificates to trust in AWS_CA_BUNDLE, or in ca_bundle of the configuration";
    default:
      return "";
  }
}

std::string size_text(std::size_t bytes) {
  return bytes >> 20 != 0 ? std::to_string(bytes >> 20) + " MB" : std::to_string(bytes >> 10) + " KB";
}

Error network_error(CURLcode code, const HttpRequest& request, const Receiver& receiver) {
  if (receiver.too_large) {
    return {.kind = ErrorKind::invalid,
            .message = host_of(request.url) + ": the answer is larger than " + size_text(receiver.max_body)};
  }
  if (code == CURLE_ABORTED_BY_CALLBACK) {
    return {.kind = ErrorKind::retry,
            .message = host_of(request.url) + ": not answered when it was time to stop"};
  }
  const ErrorKind kind = kind_of(code);
  return {.kind = kind,
          .code = std::string(kind == ErrorKind::retry ? unreachable_code : ""),
          .message = host_of(request.url) + ": " + curl_easy_strerror(code),
          .hint = hint_for(code)};
}

/// libcurl wants to be set up once, before threads use it.
void initialise_curl() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)once;
}

}  // namespace

CurlTransport::CurlTransport(CurlSettings settings) : settings_(std::move(settings)) { initialise_curl(); }

CurlHandle CurlTransport::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      CurlHandle handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return new_handle(settings_);
}

void CurlTransport::give_back(CurlHandle handle) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

Result<HttpResponse> CurlTransport::send(const HttpRequest& request, const Credentials& credentials) {
  CurlHandle handle = take();
  if (!handle) return fail({.kind = ErrorKind::retry, .message = "libcurl has no handle left"});
  Receiver receiver{.max_body = settings_.max_body};
  StopWatch watch{.stop = settings_.stop, .grace = settings_.stop_grace};
  CurlList headers;
  append(headers, request.headers);
  if (!credentials.access_key_id.empty())
    append(headers, signer_.sign(request, credentials, system_clock().now()));
  set(handle.get(), CURLOPT_URL, request.url.c_str());
  set_method_and_body(handle.get(), request);
  set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  set(handle.get(), CURLOPT_WRITEDATA, &receiver);
  set(handle.get(), CURLOPT_HEADERDATA, &receiver);
  set(handle.get(), CURLOPT_XFERINFODATA, &watch);

  const CURLcode code = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  set(handle.get(), CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  give_back(std::move(handle));
  if (code != CURLE_OK) return fail(network_error(code, request, receiver));
  receiver.response.status = static_cast<int>(status);
  return std::move(receiver.response);
}

}  // namespace lakemirror::aws
