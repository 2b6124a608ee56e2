"""Whom we talk to is always verified: by the system's certificates, or only by those that are named instead."""
import shutil
import subprocess
import sys
import unittest

from credentials_case import CredentialsCase
from stand_in import StandIn

if shutil.which("openssl") is None:
    print("SKIPPED: there is no openssl to make certificates with")
    sys.exit(77)

SYSTEM = "/etc/ssl/certs"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "hush"}


class Certificates(CredentialsCase):
    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=60)

    def authority(self, name):
        """A certificate authority of its own; returns its certificate's path."""
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                     "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
        return str(self.folder / f"{name}.pem")

    def certificate(self, address):
        """A server's, signed by the authority "ours"."""
        self.write("extensions", f"subjectAltName = IP:{address}\n")
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=server",
                     "-keyout", "server.key", "-out", "server.csr")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA", "ours.pem", "-CAkey", "ours.key", "-CAcreateserial",
                     "-days", "2", "-extfile", "extensions", "-out", "server.pem")
        return self.folder / "server.pem", self.folder / "server.key"

    def serve(self, address="127.0.0.1"):
        self.ours = self.authority("ours")
        stand_in = StandIn(self.certificate(address))
        self.addCleanup(stand_in.stop)
        self.environment.update(AWS_ENDPOINT_URL=stand_in.url)
        return stand_in

    def assert_refused(self, before=(), **variables):
        finding = self.check(before, **{**KEYS, **variables})["source credentials"]
        self.assertFalse(finding["ok"], finding)
        self.assertIn("127.0.0.1", finding["text"])
        self.assertIn("AWS_CA_BUNDLE, or in ca_bundle of the configuration", finding["hint"])

    def assert_accepted(self, before=(), **variables):
        findings = self.check(before, **{**KEYS, **variables})
        for check in ("source credentials", "source catalog", "target credentials", "target catalog"):
            self.assertTrue(findings[check]["ok"], findings)

    def test_an_authority_that_nobody_named_is_refused(self):
        stand_in = self.serve()
        self.assert_refused()
        self.assert_refused(AWS_CA_BUNDLE=self.authority("others"))
        self.assertEqual(stand_in.take(), [])

    def test_one_that_is_named_is_trusted(self):
        self.serve()
        self.assert_accepted(AWS_CA_BUNDLE=self.ours)
        self.write(".aws/config", f"[default]\nca_bundle = {self.ours}\n")
        self.assert_accepted()

    def test_one_that_is_named_stands_instead_of_the_systems(self):
        self.serve()
        store = self.folder / "store"
        store.mkdir()
        shutil.copy(self.ours, store / "ca-certificates.crt")
        shutil.copy(self.ours, store / "ours.pem")
        self.openssl("rehash", str(store))
        before = ["unshare", "-m", "sh", "-c", f'mount --bind "{store}" {SYSTEM} && exec "$@"', "sh"]
        if subprocess.run([*before, "true"], capture_output=True).returncode != 0:
            self.skipTest("this user may not give a process a view of the disk of its own (unshare -m)")
        self.assert_accepted(before)
        self.assert_refused(before, AWS_CA_BUNDLE=self.authority("others"))

    def test_the_configuration_goes_first(self):
        self.serve()
        self.configure("ca_bundle = ~/ours.pem\n")
        self.assert_accepted(AWS_CA_BUNDLE=self.authority("others"))
        self.configure("ca_bundle = ~/others.pem\n")
        self.assert_refused(AWS_CA_BUNDLE=self.ours)

    def test_a_certificate_for_another_host_is_refused(self):
        self.serve("127.0.0.2")
        self.assert_refused(AWS_CA_BUNDLE=self.ours)

    def test_a_bundle_that_is_missing_is_refused(self):
        self.serve()
        self.assert_refused(AWS_CA_BUNDLE="/no/such/bundle.pem")

    def test_a_container_is_verified_too(self):
        stand_in = self.serve()
        container = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": stand_in.url + "/container"}
        self.assertFalse(self.check(**container)["source credentials"]["ok"])
        self.assertEqual(stand_in.take(), [])
        self.assertTrue(self.check(AWS_CA_BUNDLE=self.ours, **container)["source credentials"]["ok"])


if __name__ == "__main__":
    unittest.main()
