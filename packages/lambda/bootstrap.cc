// What Lambda starts. The runtime's C library is older than the one lakemirror was built with, so lakemirror
// brings its own, with the loader that belongs to it. This program is linked statically and starts that
// loader; it needs nothing else of the machine, no shell either.
#include <sys/auxv.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

/// Where this program stands: /var/task on Lambda.
std::string own_folder() {
  const auto* path = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  const std::string self = path == nullptr ? "" : path;
  const auto slash = self.rfind('/');
  return slash == std::string::npos ? "." : self.substr(0, slash);
}

/// Where OpenSSL's and Go's programs look too. Whoever has set one of these means his own store.
void name_certificates(const std::string& folder) {
  for (const char* variable : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
    const char* value = getenv(variable);
    if (value != nullptr && *value != '\0') return;
  }
  setenv("SSL_CERT_DIR", (folder + "/certificates").c_str(), 1);
}

int complain(const std::string& about) {
  const std::string line = "bootstrap: cannot start " + about + ": " + strerror(errno) + "\n";
  (void)!write(STDERR_FILENO, line.data(), line.size());
  return 1;
}

}  // namespace

int main(int count, char** given) {
  const std::string folder = own_folder();
  name_certificates(folder);
  const std::string libraries = folder + "/lib";
  const std::string loader = libraries + "/loader";
  const std::string program = libraries + "/lakemirror";
  // The machine's list of libraries is left alone: it names ones of another C library.
  std::vector<std::string> words{loader,    "--inhibit-cache", "--library-path", libraries,
                                 "--argv0", "lakemirror",      program};
  for (int i = 1; i < count; ++i) words.emplace_back(given[i]);
  if (count < 2) words.emplace_back("lambda");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(loader.c_str(), arguments.data());
  return complain(loader);
}
