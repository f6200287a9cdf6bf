"""The figures as a table that a person likes to read. Pure."""
import unicodedata

_HEADINGS = ("goal", "ours", "peer", "ratio", "unit", "spread", "errors", "runs")


def figure(value):
    """A figure with as many digits as it deserves; lists side by side."""
    if isinstance(value, list):
        return " / ".join(map(figure, value))
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def counts(result):
    """Whether a result is one: without errors, and with figures."""
    return not result["errors"] and result["ours"] is not None


def row(result):
    spread = "–" if result.get("spread") is None else f"±{result['spread'] * 50:.0f} %"
    shown = [figure(result[key]) for key in ("ours", "peer", "ratio")] if counts(result) else ["does not count", "–", "–"]
    return [result["goal"], *shown, result["unit"], spread, str(result["errors"]), str(result["runs"])]


def table(results):
    """Aligned columns, and under each goal what its figures mean."""
    rows = [row(result) for result in results]
    widths = [max(map(_width, column)) for column in zip(_HEADINGS, *rows)]
    lines = [_line(_HEADINGS, widths), "  ".join("─" * width for width in widths)]
    for result, cells in zip(results, rows):
        lines += [_line(cells, widths), *(f"    {part}" for part in wrap(result["note"]))]
    return "\n".join(lines) + "\n"


def wrap(text, width=116):
    """Lines of at most this width, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def _line(cells, widths):
    # Words to the left, figures to the right.
    padded = [cell + " " * (width - _width(cell)) if at in (0, 4) else " " * (width - _width(cell)) + cell
              for at, (cell, width) in enumerate(zip(cells, widths))]
    return "  ".join(padded).rstrip()


def _width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
