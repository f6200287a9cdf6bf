"""Reads a board's description (YAML) and says everything that is wrong with it at once."""

import dataclasses

import yaml

KINDS = ("time", "stat", "table", "bars")
SOURCES = ("prometheus", "postgresql")
# Grafana's own names of units, as far as boards use them.
UNITS = ("short", "reqps", "eps", "cpm", "s", "ms", "bytes", "percentunit", "currencyCNY")
COLOURS = ("green", "yellow", "red")
_WIDTH = 8


class DescriptionError(Exception):
    """What is wrong with a board, one line each."""


@dataclasses.dataclass(frozen=True)
class Query:
    """A question to the board's source. `column` names the value in a table."""

    text: str
    legend: str = ""
    column: str = "value"


@dataclasses.dataclass(frozen=True)
class Panel:
    title: str
    kind: str
    text: str
    queries: tuple
    unit: str = "short"
    width: int = _WIDTH
    thresholds: tuple = ()  # of (colour, from which value), ascending
    stack: bool = False
    draw: str = "line"
    may_be_empty: str = ""  # why there may be nothing to show; otherwise the check wants rows
    kpi: str = ""


@dataclasses.dataclass(frozen=True)
class Variable:
    """Asked of the source (`query`), or of stated values. `all`: what stands for all; without, exactly one is chosen."""

    name: str
    label: str
    query: str = ""
    values: tuple = ()
    all: str = ""
    default: str = ""


@dataclasses.dataclass(frozen=True)
class Board:
    uid: str
    title: str
    description: str
    tags: tuple
    refresh: str
    start: str
    source: str
    variables: tuple
    rows: tuple  # of (title, panels)

    def panels(self):
        """All of them, in order."""
        return [panel for _, panels in self.rows for panel in panels]


def kpi_share(kpi):
    """A KPI over the range shown: the sum of what counts ÷ the sum of all, never a mean of ratios."""
    return (
        "SELECT sum(numerator)::float8 / NULLIF(sum(denominator), 0) AS value FROM analytics.grafana_kpi"
        f" WHERE kpi = '{kpi}' AND $__timeFilter(day::timestamp AT TIME ZONE ${{zone:sqlstring}})"
    )


def read(path):
    """The board of a file. DescriptionError names every fault."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    wrong = []
    rows = tuple((row.get("title", ""), tuple(_panel(panel, wrong) for panel in row["panels"])) for row in data["rows"])
    board = Board(
        uid=data["uid"],
        title=data["title"],
        description=data["description"],
        tags=tuple(data["tags"]),
        refresh=data["refresh"],
        start=data["from"],
        source=data["source"],
        variables=tuple(_variable(variable) for variable in data.get("variables", ())),
        rows=rows,
    )
    wrong += [f"source: one of {', '.join(SOURCES)}"] if board.source not in SOURCES else []
    titles = [panel.title for panel in board.panels()]
    wrong += [f"{title}: a title is there twice" for title in sorted({title for title in titles if titles.count(title) > 1})]
    if wrong:
        raise DescriptionError("\n".join(f"{path.name}: {line}" for line in wrong))
    return board


def _variable(data):
    return Variable(**{**data, "values": tuple(data.get("values", ()))})


def _panel(data, wrong):
    title = data.get("title", "(no title)")
    known = {field.name for field in dataclasses.fields(Panel)} - {"kpi"}
    wrong += [f"{title}: {name}: no such field" for name in data if name not in known]
    fields = {name: value for name, value in data.items() if name in known}
    fields["thresholds"] = tuple(data.get("thresholds", {}).items())
    fields["queries"] = tuple(_query(query) for query in data.get("queries", ()))
    kpis = [query["kpi"] for query in data.get("queries", ()) if "kpi" in query]
    panel = Panel(**{"kind": "time", "text": "", "title": title, "kpi": kpis[0] if kpis else "", **fields})
    wrong += [f"{title}: {what}" for what, good in _rules(panel) if not good]
    return panel


def _rules(panel):
    values = [value for _, value in panel.thresholds]
    yield "the title is a question", panel.title.endswith("?")
    yield f"kind: one of {', '.join(KINDS)}", panel.kind in KINDS
    yield f"unit: one of {', '.join(UNITS)}", panel.unit in UNITS
    yield "text: what the figure means, and what to do", len(panel.text) >= 40
    yield "width: 1 to 24", isinstance(panel.width, int) and 1 <= panel.width <= 24
    yield f"thresholds: colours are {', '.join(COLOURS)}", all(colour in COLOURS for colour, _ in panel.thresholds)
    numbers = all(isinstance(value, (int, float)) for value in values)
    yield "thresholds: numbers that ascend from 0", numbers and values == sorted(values) and values[:1] in ([], [0])
    yield "draw: line or bars", panel.draw in ("line", "bars")
    yield "queries: at least one, each with a text", bool(panel.queries) and all(query.text for query in panel.queries)


def _query(data):
    text = kpi_share(data["kpi"]) if "kpi" in data else data.get("expr") or data.get("sql") or ""
    return Query(text=text, legend=data.get("legend", ""), column=data.get("column", "value"))
