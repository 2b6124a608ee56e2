#include "config/load_from.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace lakemirror::config {

namespace {

constexpr std::size_t largest_file = 16 * 1024 * 1024;

Error cannot_read(const std::string& what, ErrorKind kind, std::string why, std::string hint = {}) {
  return {.kind = kind,
          .operation = "read configuration",
          .subject = what,
          .message = std::move(why),
          .hint = std::move(hint)};
}

Result<std::string> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    const bool absent = errno == ENOENT;
    return fail(cannot_read(path, absent ? ErrorKind::missing : ErrorKind::denied, std::strerror(errno),
                            absent ? "write one, beginning with examples/lakemirror.conf" : ""));
  }
  std::string text;
  char block[64 * 1024];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) {
    text.append(block, count);
    if (text.size() > largest_file)
      return fail(cannot_read(path, ErrorKind::invalid, "is larger than 16 MiB"));
  }
  if (std::ferror(file.get())) return fail(cannot_read(path, ErrorKind::denied, std::strerror(errno)));
  return text;
}

Result<std::string> read_object(const std::string& url, const FetchObject& fetch) {
  constexpr std::size_t scheme = 5;  // s3://
  const std::size_t slash = url.find('/', scheme);
  if (slash == std::string::npos || slash == scheme || slash + 1 == url.size()) {
    return fail(cannot_read(url, ErrorKind::invalid, "is no object", "write s3://BUCKET/KEY"));
  }
  auto text = fetch(url.substr(scheme, slash - scheme), url.substr(slash + 1));
  if (text && text->size() > largest_file)
    return fail(cannot_read(url, ErrorKind::invalid, "is larger than 16 MiB"));
  return text;
}

}  // namespace

Result<Configuration> load_from(const std::string& path_or_url, const FetchObject& fetch) {
  LM_TRY(const std::string text,
         path_or_url.starts_with("s3://") ? read_object(path_or_url, fetch) : read_file(path_or_url));
  return load(text, path_or_url);
}

}  // namespace lakemirror::config
