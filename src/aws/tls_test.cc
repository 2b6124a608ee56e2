#include <gtest/gtest.h>
#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "aws/connect.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

struct Certificate {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  std::unique_ptr<X509, decltype(&X509_free)> x509{X509_new(), &X509_free};

  /// One that vouches for itself, for that address, for an hour.
  explicit Certificate(const char* address) {
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_NAME* name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(address), -1,
                               -1, 0);
    X509_set_issuer_name(x509.get(), name);
    X509_set_pubkey(x509.get(), key.get());
    X509_EXTENSION* names =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, (std::string("IP:") + address).c_str());
    X509_add_ext(x509.get(), names, -1);
    X509_EXTENSION_free(names);
    X509_sign(x509.get(), key.get(), EVP_sha256());
  }

  std::string pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_X509(out.get(), x509.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
  }
};

using Variables = std::map<std::string, std::string>;

class TlsTest : public ::testing::Test {
 protected:
  /// Serves "{}" on 127.0.0.1 under a certificate for `address`, and calls it.
  Result<json::object> call(const char* address, bool trusting) {
    return call(address, [&](const Certificate& certificate) {
      return Variables{{"AWS_CA_BUNDLE", trusting ? folder_.write("bundle.pem", certificate.pem()) : ""}};
    });
  }

  /// The same with the variables that `trust` makes of the server's certificate.
  Result<json::object> call(const char* address, const std::function<Variables(const Certificate&)>& trust) {
    const Certificate certificate(address);
    httplib::SSLServer server(certificate.x509.get(), certificate.key.get());
    server.Post(".*", [](const httplib::Request&, httplib::Response& answer) {
      answer.set_content("{}", "application/json");
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    const std::jthread thread([&server] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();
    Result<json::object> output = call_on(port, trust(certificate));
    server.stop();
    return output;
  }

  Result<json::object> call_on(int port, Variables variables) {
    variables.insert({{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "hush"}});
    const auto client = connect({.clock = system_clock(),
                                 .random = random_,
                                 .region = "eu-west-1",
                                 .endpoint = "https://127.0.0.1:" + std::to_string(port),
                                 .environment = testing::environment_of(std::move(variables))});
    if (!client) return fail(client.error());
    return (*client)->call(api::Service::glue, "GetDatabase", {{"Name", "d"}});
  }

  /// A folder as OpenSSL looks into it: the file is named by the hash of the one whom it is about.
  std::string store_with(const Certificate& certificate) {
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%08lx.0", X509_subject_name_hash(certificate.x509.get()));
    return std::filesystem::path(folder_.write(name.data(), certificate.pem())).parent_path();
  }

  testing::TemporaryFolder folder_;
  Random random_{1};
};

TEST_F(TlsTest, ACertificateOfTheOwnBundleIsTrusted) {
  const auto output = call("127.0.0.1", true);
  EXPECT_TRUE(output) << output.error().text();
}

TEST_F(TlsTest, ACertificateThatNobodyVouchesForIsRefused) {
  const auto output = call("127.0.0.1", false);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::denied);
  EXPECT_NE(output.error().hint.find("AWS_CA_BUNDLE"), std::string::npos);
}

TEST_F(TlsTest, TheStoreThatTheEnvironmentNamesIsTrusted) {
  const auto by_folder = call("127.0.0.1", [&](const Certificate& certificate) {
    return Variables{{"SSL_CERT_DIR", store_with(certificate)}};
  });
  EXPECT_TRUE(by_folder) << by_folder.error().text();
  const auto by_file = call("127.0.0.1", [&](const Certificate& certificate) {
    return Variables{{"SSL_CERT_FILE", folder_.write("store.pem", certificate.pem())}};
  });
  EXPECT_TRUE(by_file) << by_file.error().text();
}

TEST_F(TlsTest, ABundleOfOnesOwnGoesBeforeTheStore) {
  const auto output = call("127.0.0.1", [&](const Certificate& certificate) {
    return Variables{{"AWS_CA_BUNDLE", folder_.write("bundle.pem", Certificate("127.0.0.1").pem())},
                     {"SSL_CERT_DIR", store_with(certificate)}};
  });
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::denied);
}

TEST_F(TlsTest, ACertificateOfAnotherHostIsRefused) {
  const auto output = call("127.0.0.2", true);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::denied);
}

}  // namespace
}  // namespace lakemirror::aws
