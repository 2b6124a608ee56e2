"""Prometheus's text format 0.0.4, read strictly: what a scraper might forgive is an error here."""
import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|\Z)')
TYPES = ("counter", "gauge", "histogram")
SPECIAL = {"+Inf": math.inf, "-Inf": -math.inf, "NaN": math.nan}
ESCAPES = {r"\n": "\n", r"\"": '"', r"\\": "\\"}


class Malformed(AssertionError):
    """What is wrong, and with which line."""


def require(condition, what, line):
    if not condition:
        raise Malformed(f"{what}: {line!r}")


class Family:
    def __init__(self, name, help_text):
        self.name, self.help, self.type = name, help_text, None
        self.samples = {}  # (name, labels as a sorted tuple of pairs) to value


def parse_labels(text, line):
    labels = {}
    while text:
        found = LABEL.match(text)
        require(found, "a label is malformed", line)
        name, value, comma = found.groups()
        require(name not in labels, "a label stands twice", line)
        labels[name] = re.sub(r'\\["\\n]', lambda escape: ESCAPES[escape[0]], value)
        text = text[found.end():]
        require(text or not comma, "a comma ends the labels", line)
    return labels


def parse_value(text, line):
    if text in SPECIAL:
        return SPECIAL[text]
    require(re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", text), "the value is no number", line)
    return float(text)


def parse(text):
    """Families by name, in order."""
    require(text == "" or text.endswith("\n"), "the last line has no end", text[-80:])
    families, family = {}, None
    for line in text.split("\n")[:-1]:
        if line.startswith("# HELP "):
            name, _, help_text = line[len("# HELP "):].partition(" ")
            require(re.fullmatch(NAME, name), "no name", line)
            require(name not in families, "a family comes twice", line)
            require(help_text.strip(), "no help", line)
            require(not re.search(r"\\[^\\n]", help_text), "a wrong escape", line)
            family = families[name] = Family(name, help_text)
        elif line.startswith("# TYPE "):
            words = line.split(" ")
            require(len(words) == 4 and family is not None and words[2] == family.name, "a type of nothing", line)
            require(family.type is None and not family.samples, "a type too late", line)
            require(words[3] in TYPES, "no type of ours", line)
            family.type = words[3]
        else:
            add_sample(family, line)
    for each in families.values():
        check(each)
    return families


def add_sample(family, line):
    found = SAMPLE.fullmatch(line)
    require(found, "no sample", line)
    name, labels, value = found.groups()
    require(family is not None and family.type is not None, "a sample without HELP and TYPE", line)
    names = [family.name + end for end in ("_bucket", "_sum", "_count")] if family.type == "histogram" else [family.name]
    require(name in names, f"a sample among those of {family.name}", line)
    key = (name, tuple(sorted(parse_labels(labels or "", line).items())))
    require(key not in family.samples, "a series comes twice", line)
    family.samples[key] = parse_value(value, line)


def check(family):
    require(family.type is not None, "no type", family.name)
    require(family.type != "gauge" or not family.name.endswith("_total"), "a gauge is called a total", family.name)
    if family.type == "counter":
        require(family.name.endswith("_total"), "a counter is not called a total", family.name)
        require(all(value >= 0 for value in family.samples.values()), "a counter is negative", family.name)
    if family.type == "histogram":
        check_histogram(family)


def check_histogram(family):
    series = {}
    for (name, labels), value in family.samples.items():
        rest = tuple(pair for pair in labels if pair[0] != "le")
        part = series.setdefault(rest, {"buckets": []})
        if name.endswith("_bucket"):
            le = dict(labels).get("le")
            require(le is not None, "a bucket without le", family.name)
            part["buckets"].append((parse_value(le, family.name), value))
        else:
            require(rest == labels, "le where there is no bucket", family.name)
            part[name[len(family.name):]] = value
    for part in series.values():
        ends = [end for end, _ in part["buckets"]]
        counts = [count for _, count in part["buckets"]]
        require(ends == sorted(set(ends)) and ends and ends[-1] == math.inf, "buckets are out of order", family.name)
        require(counts == sorted(counts), "buckets are not cumulative", family.name)
        require("_sum" in part and part.get("_count") == counts[-1], "count is not the bucket of all", family.name)


class Metrics:
    """One answer of /metrics."""

    def __init__(self, text):
        self.families = parse(text)

    def value(self, name, **labels):
        """The value of one series; None when it is absent."""
        family = self.families.get(re.sub(r"_(bucket|sum|count)\Z", "", name)) or self.families[name]
        return family.samples.get((name, tuple(sorted(labels.items()))))

    def total(self, name, **labels):
        """The sum over all series that have these labels."""
        return sum(value for (_, found), value in self.families[name].samples.items() if labels.items() <= dict(found).items())

    def counters(self):
        """Every series that may only grow."""
        return {key: value for family in self.families.values() if family.type in ("counter", "histogram")
                for key, value in family.samples.items()}
