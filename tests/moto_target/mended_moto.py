"""Starts moto's server with the crashes mended that moto_differs.CRASHES lists. Where it does not crash, what it answers
stays its own."""
import collections
import json
import sys

from moto import server
from moto.lakeformation import models


def mend_batch_revoke_permissions():
    models.Permission.__hash__ = lambda row: hash(json.dumps([row.principal, row.resource]))


def mend_get_resource_lf_tags():
    make = models.LakeFormationBackend.__init__

    def make_with_empty_lists(self, *arguments, **more):
        make(self, *arguments, **more)
        for name in ("lf_database_tags", "lf_table_tags", "lf_columns_tags"):
            setattr(self, name, collections.defaultdict(list))

    models.LakeFormationBackend.__init__ = make_with_empty_lists


if __name__ == "__main__":
    mend_batch_revoke_permissions()
    mend_get_resource_lf_tags()
    server.main(sys.argv[1:])
