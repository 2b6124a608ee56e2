"""docs/operations.md and the example of alert rules name what there is, and all of it."""
import json
import pathlib
import re
import unittest

import yaml
from operations_case import ANYWHERE, SECONDS, Answer, OperationsCase

ROOT = pathlib.Path(__file__).resolve().parents[2]
METRIC = r"\b(?:lakemirror|process)_[a-z_]+\b"


def section(heading):
    text = (ROOT / "docs/operations.md").read_text()
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)


def first_cells(text):
    """What stands in backquotes in the first cell of each row."""
    rows = re.findall(r"^\| (`.*?) \|", text, re.M)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


class Documents(OperationsCase):
    def test_every_metric_is_documented_with_its_labels_and_no_other(self):
        self.start_watched()
        self.make_database()
        self.wait_until_everything_is_settled()
        real = set()
        for family in self.metrics().families.values():
            labels = sorted({label for _, pairs in family.samples for label, _ in pairs} - {"le"})
            real.add(family.name + ("{" + ",".join(labels) + "}" if labels else ""))
        documented = {re.sub(r"\{(.*)\}", lambda found: "{" + ",".join(sorted(found[1].split(","))) + "}", name)
                      for name in first_cells(section("Metrics")) if re.match(METRIC, name)}
        self.assertEqual(sorted(real - documented), [])
        self.assertEqual(sorted(documented - real), [])

    def test_alerts_are_about_metrics_that_exist(self):
        self.start_watched()
        wanted = yaml.safe_load((ROOT / "examples/prometheus-alerts.yml").read_text())
        rules = [rule for group in wanted["groups"] for rule in group["rules"]]
        self.assertGreater(len(rules), 8)
        self.wait_for_metric(1, "lakemirror_healthy")
        families = self.metrics().families
        for rule in rules:
            self.assertEqual({"alert", "expr", "for", "labels", "annotations"} - {"for"}, set(rule) - {"for"}, rule)
            names = re.findall(METRIC, rule["expr"])
            self.assertTrue(names or rule["expr"].startswith("up{"), rule)
            for name in names:
                self.assertIn(re.sub(r"_(bucket|sum|count)\Z", "", name), families, rule)
        named = set(re.findall(r"`(Lakemirror\w+)`", section("Metrics")))
        self.assertEqual(named, {rule["alert"] for rule in rules})

    def test_every_field_and_message_of_a_decision_is_documented(self):
        self.target_proxy.before = lambda call: Answer.refusal("AccessDeniedException", "no") \
            if call.operation == "CreateTable" else None
        process = self.start_run("--log-format", "json", "--log-level", "debug", *ANYWHERE)
        self.make_database()
        self.make_table()
        self.replicator.wait_for_words("entry parked", SECONDS)
        self.stop(process)
        logged = [json.loads(line) for line in self.replicator.said().splitlines() if line.startswith("{")]
        documented = first_cells(section("Logs"))
        self.assertEqual({field for line in logged for field in line} - documented, set())
        messages = {line["message"] for line in logged if len(line) > 3}
        self.assertGreater(len(messages), 3)
        self.assertEqual(messages - documented, set())


if __name__ == "__main__":
    unittest.main()
