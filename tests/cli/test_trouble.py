"""What goes wrong before anything is replicated: each is told in words, with its exit code and what to do next."""
import os
import pathlib
import socket
import unittest

from cli_case import CliCase


class Configuration(CliCase):
    def test_a_missing_file_is_named(self):
        self.assert_fails(self.run_it("status", "--config", "nowhere.conf"), 4, "nowhere.conf", "next: ")

    def test_the_file_is_taken_from_the_environment_where_no_option_names_one(self):
        self.assert_fails(self.run_it("status", env={"LAKEMIRROR_CONFIG": "from-env.conf"}), 4, "from-env.conf")
        done = self.run_it("status", "--config", "option.conf", env={"LAKEMIRROR_CONFIG": "from-env.conf"})
        self.assert_fails(done, 4, "option.conf")

    def test_a_broken_file_is_told_with_file_line_and_key(self):
        self.write("lakemirror.conf", "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n"
                                      "[lakemirror]\nthreads = many\n")
        self.assert_fails(self.run_it("status"), 4, "lakemirror.conf:5", "lakemirror", "threads", "many")

    def test_text_that_is_no_ini_is_told_with_its_line(self):
        self.write("lakemirror.conf", "[AwsDataCatalog]\nsource_region = us-east-1\nwhat is this\n")
        self.assert_fails(self.run_it("status"), 4, "lakemirror.conf:3")

    def test_a_broken_mapping_is_told_with_its_key(self):
        self.write("lakemirror.conf", "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n"
                                      "S3BucketMapping = {'a': \n")
        self.assert_fails(self.run_it("status"), 4, "lakemirror.conf:4", "S3BucketMapping")

    def test_one_place_for_both_sides_is_refused(self):
        self.write("lakemirror.conf", "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-east-1\n")
        self.assert_fails(self.run_it("status"), 4, "us-east-1")

    def test_an_unknown_key_is_a_warning_with_the_nearest_known_one(self):
        self.configure("thraeds = 4\n")
        done = self.run_it("status")
        self.assert_exit(done, 0)
        self.assertIn("thraeds", done.stderr)
        self.assertIn("threads", done.stderr)

    def test_the_file_may_stand_in_s3(self):
        _, url = self.start_local()
        text = pathlib.Path(self.configure()).read_text()
        import boto3
        boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test",
                     aws_secret_access_key="test").put_object(Bucket="conf", Key="a b/lake=mirror.conf", Body=text)
        os.remove(self.folder / "lakemirror.conf")
        done = self.run_it("status", "--config", "s3://conf/a b/lake=mirror.conf", "--output", "json",
                           env={"AWS_REGION": "us-east-1"})
        self.assertEqual(self.json_of(done)["counts"]["pending"], 0)
        done = self.run_it("status", "--config", "s3://conf/missing.conf", env={"AWS_REGION": "us-east-1"})
        self.assert_fails(done, 4, "missing.conf")


class Sides(CliCase):
    def test_without_credentials_it_says_what_was_tried_in_order(self):
        self.configure()
        done = self.run_it("diff", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_EC2_METADATA_DISABLED": "true"})
        self.assert_fails(done, 1, "credentials", "AWS_ACCESS_KEY_ID", "next: lakemirror check")
        self.assertLess(done.stderr.index("AWS_ACCESS_KEY_ID"), done.stderr.index(".aws"))

    def test_a_source_that_cannot_be_reached_is_named(self):
        self.configure("source_endpoint = http://127.0.0.1:9\n")
        done = self.run_it("diff", env={"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
        self.assert_fails(done, 1, "source", "127.0.0.1", "next: lakemirror check")

    def test_secrets_are_in_no_output(self):
        self.configure("source_endpoint = http://127.0.0.1:9\n")
        done = self.run_it("check", "--log-level", "debug",
                           env={"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "hush-hush",
                                "AWS_SESSION_TOKEN": "token-token"})
        self.assert_exit(done, 1)
        self.assertNotIn("hush-hush", done.stdout + done.stderr)
        self.assertNotIn("token-token", done.stdout + done.stderr)


class Journal(CliCase):
    def test_a_journal_that_is_no_database_is_refused_with_a_hint(self):
        self.configure()
        self.write("journal.db", "not a database, but long enough to be looked at as one\n" * 200)
        self.assert_fails(self.run_it("status"), 1, "journal.db")

    def test_a_folder_that_may_not_be_written_is_named(self):
        self.configure()
        self.assert_fails(self.run_it("status", "--journal", "/proc/nowhere/journal.db"), 1, "/proc/nowhere")


class Local(CliCase):
    def test_a_port_in_use_is_a_clear_error(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = self.run_it("local", "--port", str(port))
            self.assert_fails(done, 1, str(port), "in use", "next: lakemirror local --port 0")

    def test_two_locals_do_not_share_a_port(self):
        _, url = self.start_local()
        done = self.run_it("local", "--port", url.rsplit(":", 1)[1])
        self.assert_fails(done, 1, "in use")

    def test_it_stops_cleanly_on_a_signal(self):
        process, _ = self.start_local()
        self.assertEqual(self.stop_with(process), 0)


if __name__ == "__main__":
    unittest.main()
