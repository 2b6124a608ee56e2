#include "cli/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/text.h"

namespace lakemirror::cli {

namespace {

std::string contents(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The fields of /proc/self/stat behind the program's name, which may itself hold blanks and brackets. The
/// first of them is the third of the manual page proc(5).
std::vector<std::string> stat_fields() {
  const std::string text = contents("/proc/self/stat");
  const auto name_end = text.rfind(')');
  return name_end == std::string::npos ? std::vector<std::string>() : split(text.substr(name_end + 2), ' ');
}

double number(const std::vector<std::string>& fields, std::size_t place_in_manual) {
  const std::size_t at = place_in_manual - 3;
  return at < fields.size() ? std::strtod(fields[at].c_str(), nullptr) : 0;
}

double boot_time() {
  std::ifstream in("/proc/stat");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("btime ")) return std::strtod(line.c_str() + 6, nullptr);
  }
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t open_files() {
  std::error_code ignored;
  const std::filesystem::directory_iterator files("/proc/self/fd", ignored);
  return static_cast<std::uint64_t>(std::distance(begin(files), end(files)));
}

std::uint64_t max_files() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

}  // namespace

report::ProcessState process_figures() {
  const std::vector<std::string> fields = stat_fields();
  const auto ticks_a_second = static_cast<double>(std::max(1L, ::sysconf(_SC_CLK_TCK)));
  const auto page = static_cast<double>(std::max(1L, ::sysconf(_SC_PAGESIZE)));
  return {.cpu_seconds = cpu_seconds(),
          .resident_bytes = static_cast<std::uint64_t>(number(fields, 24) * page),
          .virtual_bytes = static_cast<std::uint64_t>(number(fields, 23)),
          .open_files = open_files(),
          .max_files = max_files(),
          .start_time = boot_time() + number(fields, 22) / ticks_a_second};
}

}  // namespace lakemirror::cli
