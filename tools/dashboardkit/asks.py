"""Asks every query of a board as Grafana would: macros and variables filled in, Prometheus by HTTP, PostgreSQL by psql."""

import csv
import dataclasses
import datetime
import io
import json
import math
import os
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

_TIMEOUT_S = 30
_STEPS = 120
_RATE_INTERVAL = "1m"
_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class AskError(Exception):
    """A source did not take the query, or did not answer."""


@dataclasses.dataclass(frozen=True)
class Span:
    """The range that the board shows, in seconds since 1970."""

    start: float
    end: float

    @classmethod
    def of(cls, start, now, business_now=None):
        """`start` as Grafana writes it (`now-6h`). Business time that was stepped may be far from the clock: it is shown too."""
        number, unit = re.fullmatch(r"now-(\d+)([smhd])", start).groups()
        times = [now, business_now if business_now is not None else now]
        return cls(min(times) - int(number) * _UNITS_S[unit], max(times))

    @property
    def seconds(self):
        return self.end - self.start


@dataclasses.dataclass(frozen=True)
class Found:
    """How a panel's queries ended. `rows` counts series or rows that hold a figure, `silent` the queries that gave none."""

    rows: int = 0
    silent: int = 0
    fault: str = ""


def promql(text, values, span):
    """The query with macros and variables filled in."""
    text = text.replace("$__rate_interval", _RATE_INTERVAL).replace("$__range", f"{math.ceil(span.seconds)}s")
    return _fill(text, {name: "|".join(chosen) for name, chosen in values.items()})


def sql(text, values, span):
    """The same for SQL: `$__timeFilter(column)`, and variables as quoted lists (`${name:sqlstring}`) or bare."""
    first, last = (datetime.datetime.fromtimestamp(t, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") for t in (span.start, span.end))
    text = re.sub(r"\$__timeFilter\(([^()]+)\)", rf"\1 BETWEEN '{first}' AND '{last}'", text)
    quoted = {name: ",".join("'" + value.replace("'", "''") + "'" for value in chosen) or "''" for name, chosen in values.items()}
    text = re.sub(r"\$\{(\w+):sqlstring\}", lambda match: quoted.get(match[1], match[0]), text)
    return _fill(text, {name: ",".join(chosen) for name, chosen in values.items()})


def _fill(text, values):
    filled = re.sub(r"\$(\w+)", lambda match: values.get(match[1], match[0]), text)
    left = re.findall(r"\$(?:\w+|\{[^}]*\})", filled)
    if left:
        raise AskError(f"nothing is known of {', '.join(sorted(set(left)))}")
    return filled


class Prometheus:
    """Asks one Prometheus. Methods raise AskError."""

    def __init__(self, address):
        self._address = address

    def rows(self, panel, query, span):
        """Series that hold at least one number."""
        if panel.kind == "time":
            step = max(5, math.ceil(span.seconds / _STEPS))
            found = self._get("query_range", query=query, start=span.start, end=span.end, step=step)["result"]
            return sum(any(_is_number(value) for _, value in series["values"]) for series in found)
        found = self._get("query", query=query, time=span.end)["result"]
        return sum(_is_number(series["value"][1]) for series in found)

    def choices(self, variable, span):
        """What a variable may be: `label_values(metric, label)`."""
        metric, label = re.fullmatch(r"label_values\((\w+), *(\w+)\)", variable.query).groups()
        found = self._get(f"label/{label}/values", **{"match[]": metric, "start": span.start, "end": span.end})
        return found if not variable.all else found and [variable.all]

    def _get(self, path, **arguments):
        address = f"{self._address}/api/v1/{path}?{urllib.parse.urlencode(arguments)}"
        try:
            with urllib.request.urlopen(address, timeout=_TIMEOUT_S) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as fault:
            raise AskError(json.loads(fault.read() or b"{}").get("error", str(fault))) from None
        except OSError as fault:
            raise AskError(f"Prometheus: {fault}") from None


def _is_number(text):
    return not math.isnan(float(text))


class Postgresql:
    """Asks as the role that Grafana has: it reads the views, and nothing else. Methods raise AskError."""

    def __init__(self, connection):
        self._connection = connection

    def rows(self, panel, query, _span):
        """Rows that hold a figure: in the column `value` where there is one, else anywhere."""
        lines = self._ask(query)
        if not lines:
            return 0
        if panel.kind == "time" and "time" not in lines[0]:
            raise AskError("a panel over time needs a column `time`")
        return sum(_has_figure(lines[0], line) for line in lines[1:])

    def choices(self, variable, span):
        """What a variable may be: the first column."""
        return [line[0] for line in self._ask(sql(variable.query, {}, span))[1:]]

    def _ask(self, query):
        options = f"-c statement_timeout={_TIMEOUT_S}s -c default_transaction_read_only=on"
        done = subprocess.run(
            ["psql", "-X", "--csv", "-v", "ON_ERROR_STOP=1", "-d", self._connection, "-c", query],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PGOPTIONS": options, "PGCONNECT_TIMEOUT": str(_TIMEOUT_S)},
        )
        if done.returncode != 0:
            raise AskError(" ".join(done.stderr.split())[:300])
        return list(csv.reader(io.StringIO(done.stdout)))


def _has_figure(names, line):
    """psql writes NULL as nothing, and a row of one NULL as an empty line."""
    fields = dict(zip(names, line))
    return fields.get("value", "") != "" if "value" in names else any(line)


def chosen(board, source, span):
    """Name → values of each variable as the board opens: all of them, the default, or the first."""
    values = {}
    for variable in board.variables:
        found = list(variable.values[:1]) or source.choices(variable, span)
        values[variable.name] = [variable.default] if variable.default and variable.default in found else found
    return values


def ask(board, source, span):
    """Yields (panel, Found) of every panel; of several queries the first fault counts."""
    fill = promql if board.source == "prometheus" else sql
    try:
        values = chosen(board, source, span)
    except AskError as fault:
        yield from ((panel, Found(fault=f"variables: {fault}")) for panel in board.panels())
        return
    for panel in board.panels():
        try:
            rows = [source.rows(panel, fill(query.text, values, span), span) for query in panel.queries]
            yield panel, Found(rows=sum(rows), silent=rows.count(0))
        except AskError as fault:
            yield panel, Found(fault=str(fault))
