"""In what moto differs from AWS, and why that is so. The tests fail on any other difference, and when one of these is no
longer there."""

# The catalog, as (kind of object, member).
CATALOG = {
    ("resource link", "Retention"): "Glue answers Retention 0 for a link that was created without it; moto answers "
                                    "what it was given, and a link is given its name and target only",
}

# Lake Formation, by what does not end equal.
LAKE_FORMATION = {
    "grant option": "moto reads PermissionsWithGrantOptions in the entries of a batch, where the API has "
                    "PermissionsWithGrantOption, so that every grant option of a batch is lost",
    "columns in another order": "moto finds what is to be revoked only in the very form in which it was granted, where "
                                "the order of columns means nothing",
    "condition": "moto does not keep the condition of a grant",
    "grants of a deleted table": "at Lake Formation what was granted on a table goes with it, at moto it stays",
    "two tags on one thing": "moto takes the LF-tags that are added to a thing for all that it has, where Lake Formation "
                             "adds to what is there",
    "tag removed from a column": "moto shows the LF-tags of columns only where a request names the columns, Lake Formation "
                                 "also where it names the table, and by that lakemirror looks for them",
    "hybrid access": "moto does not keep HybridAccessEnabled of a registered location, and has no UpdateResource by which "
                     "lakemirror would set it",
}

# Operations that end in HTTP 500. mended_moto.py mends them, since nothing could be replicated otherwise.
CRASHES = {
    "BatchRevokePermissions": "a row's hash is made of its permissions and changes with them, so that the row is not "
                              "found again when something is revoked from it",
    "GetResourceLFTags": "moto has no answer for a thing that never had an LF-tag",
}
