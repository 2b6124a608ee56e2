"""However many entries are parked, and tried again, a new one is looked at in the first pass after it came."""
import unittest

from robust_case import Answer, RobustCase

MANY = 300  # far more than are read from the journal at once


class ManyParked(RobustCase):
    settings = "read_settle_seconds = 0\nlake_formation = False\n"

    def setUp(self):
        super().setUp()
        self.target_proxy.before = self.deny
        self.make_database()
        self.pass_once(0)
        for i in range(MANY):
            self.make_table(f"secret{i}")

    def deny(self, call):
        if call.operation == "CreateTable" and call.input()["TableInput"]["Name"].startswith("secret"):
            return Answer.refusal("AccessDeniedException", "not authorized to perform: glue:CreateTable")
        return None

    def pass_once(self, code):
        self.replicator.answer("pull")
        return self.replicator.answer("replicate", codes=(code,))

    def test_a_new_entry_is_done_beside_them(self):
        self.make_table("first")
        self.assertEqual(self.pass_once(5)["parked"], MANY)
        self.replicator.answer("events", "retry", "--all-parked")
        self.make_table("second")
        self.assertEqual(self.pass_once(5)["parked"], MANY)
        tables = {table["Name"] for table in self.target_glue.get_tables(DatabaseName="sales")["TableList"]}
        self.assertEqual(tables, {"first", "second"})
        self.assertEqual(self.replicator.counts()["parked"], MANY)


if __name__ == "__main__":
    unittest.main()
