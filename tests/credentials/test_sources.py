"""Each source of credentials over a real socket: what we ask and take is what botocore asks and takes."""
import datetime
import json
import os
import subprocess
import sys
import unittest

try:
    import botocore.session  # noqa: F401
except ImportError:
    print("SKIPPED: botocore is not installed (pip install botocore), so there is no judge")
    sys.exit(77)

from credentials_case import CredentialsCase
from stand_in import LASTING, StandIn, now, stamp

JUDGE = """
import json, sys, botocore.session
session = botocore.session.Session(profile=sys.argv[1] or None)
keys = session.get_credentials().get_frozen_credentials()
print(json.dumps([keys.access_key, keys.token]))
"""
COMPARED_HEADERS = ("authorization", "accept", "x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds",
                    "x-amz-sso_bearer_token")


def about(asked):
    """What of a request for credentials must be the same whoever asks."""
    headers = {name: asked.headers[name] for name in COMPARED_HEADERS if name in asked.headers}
    if asked.signer() is not None:
        headers["authorization"] = "signed by " + asked.signer()[:8]
    if headers.get("accept") == "*/*":  # everybody's way to say nothing
        del headers["accept"]
    return asked.method, asked.path, asked.query, asked.form, headers


class SourcesCase(CredentialsCase):
    def setUp(self):
        super().setUp()
        self.stand_in = StandIn()
        self.addCleanup(self.stand_in.stop)
        self.environment.update(AWS_ENDPOINT_URL=self.stand_in.url, AWS_DEFAULT_REGION="us-east-1")

    def take(self):
        """The requests for credentials, and all the others."""
        asked = self.stand_in.take()
        own = [one for one in asked if one.method != "POST" or one.form.get("Action", "").startswith("Assume")]
        return own, [one for one in asked if one not in own]

    def botocore(self, profile, variables):
        environment = {**self.environment, **variables, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run([sys.executable, "-c", JUDGE, profile], cwd=self.folder, text=True, timeout=60,
                              env=environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def judged(self, who, profile="", **variables):
        """Both are let loose on the stand-in; returns what one of them asked and the finding of `check`."""
        key, token = self.botocore(profile, variables)
        theirs, _ = self.take()
        if profile:
            self.configure(f"source_profile = {profile}\ntarget_profile = {profile}\n")
        findings = self.check(**variables)
        ours, calls = self.take()
        # Both sides look for themselves.
        self.assertEqual([about(one) for one in ours], 2 * [about(one) for one in theirs])
        self.assertTrue(key.startswith("ASIA" + who.upper()), key)
        for call in calls:
            self.assertTrue((call.signer() or "").startswith("ASIA" + who.upper()), call.headers)
            self.assertEqual(call.headers["x-amz-security-token"], token)
        self.assertEqual(sum(call.form.get("Action") == "GetCallerIdentity" for call in calls), 2)
        for side in ("source", "target"):
            self.assertTrue(findings[f"{side} credentials"]["ok"], findings)
        return theirs, findings["source credentials"]["text"]


class Sources(SourcesCase):
    def test_instance_metadata(self):
        asked, text = self.judged("metadata", AWS_EC2_METADATA_DISABLED="false",
                                  AWS_EC2_METADATA_SERVICE_ENDPOINT=self.stand_in.url)
        self.assertEqual([one.method for one in asked], ["PUT", "GET", "GET"])
        self.assertIn("with credentials from instance metadata, role worker", text)

    def test_instance_metadata_as_the_config_file_spells_it(self):
        self.write(".aws/config", f"[default]\nec2_metadata_service_endpoint = {self.stand_in.url}/\n"
                                  "metadata_service_timeout = 5\nmetadata_service_num_attempts = 2\n")
        self.judged("metadata", AWS_EC2_METADATA_DISABLED="false")

    def test_a_container_with_its_token_in_a_variable(self):
        asked, text = self.judged("container", AWS_CONTAINER_CREDENTIALS_FULL_URI=self.stand_in.url + "/container",
                                  AWS_CONTAINER_AUTHORIZATION_TOKEN="container-hush-token")
        self.assertEqual(asked[0].headers["authorization"], "container-hush-token")
        self.assertIn("with credentials from container", text)

    def test_a_container_with_its_token_in_a_file(self):
        asked, _ = self.judged("container", AWS_CONTAINER_CREDENTIALS_FULL_URI=self.stand_in.url + "/container",
                               AWS_CONTAINER_AUTHORIZATION_TOKEN="not this hush",
                               AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=self.write("token", "file-hush-token"))
        self.assertEqual(asked[0].headers["authorization"], "file-hush-token")

    def test_web_identity(self):
        asked, text = self.judged("webidentity", AWS_ROLE_ARN="arn:aws:iam::123456789012:role/pod",
                                  AWS_ROLE_SESSION_NAME="pod-1",
                                  AWS_WEB_IDENTITY_TOKEN_FILE=self.write("token", "web.hush.token"))
        self.assertEqual(asked[0].form["WebIdentityToken"], "web.hush.token")
        self.assertNotIn("authorization", asked[0].headers)
        self.assertIn("by web identity", text)

    def test_web_identity_of_a_profile(self):
        self.write(".aws/config", "[profile pod]\nrole_arn = arn:aws:iam::123456789012:role/pod\n"
                                  f"web_identity_token_file = {self.write('token', 'web.hush.token')}\n"
                                  "role_session_name = of-profile\n")
        asked, _ = self.judged("webidentity", profile="pod", AWS_ROLE_SESSION_NAME="not-this-one")
        self.assertEqual(asked[0].form["RoleSessionName"], "of-profile")

    def test_an_sso_session(self):
        self.write(".aws/config",
                   "[profile corp]\nsso_session = login\nsso_account_id = 111122223333\nsso_role_name = Data+Admin\n"
                   "[sso-session login]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n")
        self.sign_in("login", stamp(now() + LASTING))
        asked, text = self.judged("sso", profile="corp")
        self.assertEqual(asked[0].query, {"role_name": "Data+Admin", "account_id": "111122223333"})
        self.assertIn("with credentials from SSO of profile corp", text)

    def test_an_older_sso_profile_at_an_endpoint_of_its_own(self):
        portal = StandIn()
        self.addCleanup(portal.stop)
        self.write(".aws/config",
                   "[profile corp]\nsso_start_url = https://corp.example/start\nsso_account_id = 111122223333\n"
                   "sso_role_name = Admin\nsso_region = eu-west-1\n")
        self.sign_in("https://corp.example/start", stamp(now() + LASTING))
        self.configure("source_profile = corp\ntarget_profile = corp\n")
        self.assertTrue(self.check(AWS_ENDPOINT_URL_SSO=portal.url)["target credentials"]["ok"])
        self.assertEqual(len(portal.take()), 2)

    def test_a_role_by_credential_source(self):
        self.write(".aws/config", "[profile r]\nrole_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = ours\n"
                                  "credential_source = EcsContainer\n"
                                  "[profile i]\nrole_arn = arn:aws:iam::123456789012:role/i\nrole_session_name = ours\n"
                                  "credential_source = Ec2InstanceMetadata\n")
        asked, text = self.judged("role", profile="r",
                                  AWS_CONTAINER_CREDENTIALS_FULL_URI=self.stand_in.url + "/container")
        self.assertEqual([one.method for one in asked], ["GET", "POST"])
        self.assertIn("role/r of profile r, assumed with container", text)
        self.judged("role", profile="i", AWS_EC2_METADATA_DISABLED="false",
                    AWS_EC2_METADATA_SERVICE_ENDPOINT=self.stand_in.url)

    def test_a_web_identity_refused_with_its_token_in_the_answer(self):
        # The second of them may pass, and so is one that is logged and tried again.
        for status, code in ((400, "InvalidIdentityToken"), (500, "InternalFailure")):
            self.stand_in.echo = status, code
            findings = self.check(AWS_ROLE_ARN="arn:aws:iam::123456789012:role/pod",
                                  AWS_WEB_IDENTITY_TOKEN_FILE=self.write("token", "web.hush.token"))
            self.assertIn(f"{code}: this token? ***", findings["source credentials"]["text"])

    def test_a_sign_in_that_is_over_says_what_to_run(self):
        self.write(".aws/config",
                   "[profile corp]\nsso_session = login\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
                   "[sso-session login]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n")
        self.sign_in("login", stamp(now() - datetime.timedelta(seconds=1)))
        self.configure("source_profile = corp\ntarget_profile = corp\n")
        finding = self.check()["source credentials"]
        self.assertFalse(finding["ok"])
        self.assertIn("aws sso login --profile corp", finding["hint"])
        self.assertEqual(self.stand_in.take(), [])

    def test_where_there_is_nothing_every_place_is_told(self):
        text = self.check()["source credentials"]["text"]
        for place in ("1. environment", "2. web identity", "3. profile default", "4. container",
                      "5. instance metadata (AWS_EC2_METADATA_DISABLED is true)"):
            self.assertIn(place, text)
        self.assertEqual(self.stand_in.take(), [])


if __name__ == "__main__":
    unittest.main()
