"""A board as the JSON that Grafana 10 and 11 provision. The same description gives the same bytes."""

import json

SCHEMA_VERSION = 39
SOURCES = {
    "prometheus": {"type": "prometheus", "uid": "redress-prometheus"},
    "postgresql": {"type": "postgres", "uid": "redress-postgresql"},
}
_TYPES = {"time": "timeseries", "stat": "stat", "table": "table", "bars": "bargauge"}
_HEIGHTS = {"time": 8, "stat": 5, "table": 8, "bars": 8}
_COLUMNS = 24


def text(board):
    """The file's content."""
    return json.dumps(_board(board), indent=1, ensure_ascii=False) + "\n"


def _board(board):
    return {
        "uid": board.uid,
        "title": board.title,
        "description": board.description,
        "tags": list(board.tags),
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": False,
        "graphTooltip": 1,
        "timezone": "browser",
        "refresh": board.refresh,
        "time": {"from": board.start, "to": "now"},
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": [_variable(board.source, variable) for variable in board.variables]},
        "panels": _panels(board),
    }


def _panels(board):
    """Rows with their panels, left to right, wrapped where the line is full."""
    made, y, number = [], 0, 0
    for title, panels in board.rows:
        number += 1
        made.append(_row(number, title, y))
        y, x, tallest = y + 1, 0, 0
        for panel in panels:
            if x + panel.width > _COLUMNS:
                x, y, tallest = 0, y + tallest, 0
            number += 1
            made.append(_panel(board.source, panel, number, (x, y)))
            x, tallest = x + panel.width, max(tallest, _HEIGHTS[panel.kind])
        y += tallest
    return made


def _row(number, title, y):
    return {"id": number, "type": "row", "title": title, "collapsed": False, "panels": [], "gridPos": _place((0, y), _COLUMNS, 1)}


def _place(corner, width, height):
    return {"h": height, "w": width, "x": corner[0], "y": corner[1]}


def _panel(source, panel, number, corner):
    made = {
        "id": number,
        "type": _TYPES[panel.kind],
        "title": panel.title,
        "description": panel.text,
        "datasource": SOURCES[source],
        "gridPos": _place(corner, panel.width, _HEIGHTS[panel.kind]),
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _options(panel),
        "targets": [_target(source, panel, place, query) for place, query in enumerate(panel.queries)],
    }
    if panel.kind == "table" and source == "prometheus":
        made["transformations"] = [_organize(panel)]
    return made


def _organize(panel):
    hidden = {"Time": True, "__name__": True}
    return {"id": "organize", "options": {"excludeByName": hidden, "renameByName": {"Value": panel.queries[0].column}}}


def _defaults(panel):
    steps = [{"color": colour, "value": None if place == 0 else value} for place, (colour, value) in enumerate(panel.thresholds)]
    defaults = {
        "unit": panel.unit,
        "min": 0,
        "noValue": "–",
        "color": {"mode": "thresholds" if panel.kind != "time" else "palette-classic"},
        "thresholds": {"mode": "absolute", "steps": steps or [{"color": "blue", "value": None}]},
    }
    if panel.unit == "percentunit":
        defaults["decimals"] = 1
    if panel.kind == "time":
        defaults["custom"] = {
            "drawStyle": panel.draw,
            "lineWidth": 1,
            "fillOpacity": 60 if panel.draw == "bars" else 10,
            "showPoints": "auto",
            "spanNulls": False,
            "stacking": {"mode": "normal" if panel.stack else "none", "group": "A"},
            "thresholdsStyle": {"mode": "line" if panel.thresholds else "off"},
        }
    if panel.kind == "table":
        defaults["custom"] = {"align": "auto", "cellOptions": {"type": "color-text" if panel.thresholds else "auto"}}
    return defaults


def _options(panel):
    last = {"calcs": ["lastNotNull"], "fields": "", "values": panel.kind == "bars"}
    if panel.kind == "stat":
        return {"reduceOptions": last, "colorMode": "value", "graphMode": "none", "textMode": "value", "orientation": "auto", "justifyMode": "auto"}
    if panel.kind == "bars":
        return {"reduceOptions": last, "orientation": "horizontal", "displayMode": "basic", "showUnfilled": True, "minVizHeight": 10}
    if panel.kind == "table":
        return {"showHeader": True, "cellHeight": "sm", "footer": {"show": False, "reducer": ["sum"], "fields": ""}}
    return {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }


def _target(source, panel, place, query):
    target = {"refId": chr(ord("A") + place), "datasource": SOURCES[source]}
    if source == "postgresql":
        form = "time_series" if panel.kind == "time" else "table"
        return {**target, "format": form, "rawQuery": True, "rawSql": query.text, "editorMode": "code"}
    instant = panel.kind != "time"
    form = "table" if panel.kind == "table" else "time_series"
    target.update(expr=query.text, legendFormat=query.legend, instant=instant, range=not instant, format=form, editorMode="code")
    return target


def _variable(source, variable):
    made = {"name": variable.name, "label": variable.label, "hide": 0, "skipUrlSync": False, "options": [], "multi": False, "includeAll": False}
    if variable.values:
        options = [{"selected": place == 0, "text": value, "value": value} for place, value in enumerate(variable.values)]
        return {**made, "type": "custom", "query": ",".join(variable.values), "options": options, "current": options[0]}
    asked = {"query": variable.query, "refId": f"variable-{variable.name}"} if source == "prometheus" else variable.query
    made.update(type="query", datasource=SOURCES[source], query=asked, definition=variable.query, refresh=2, regex="", sort=1)
    if variable.default:
        return {**made, "current": {"selected": True, "text": variable.default, "value": variable.default}}
    made.update(multi=True, includeAll=True, current={"selected": True, "text": ["All"], "value": ["$__all"]})
    if variable.all:
        made["allValue"] = variable.all
    return made
