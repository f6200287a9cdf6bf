"""The arithmetic of a measurement: medians, percentiles, ratios, and what other programs print. Pure."""
import re
import statistics

median = statistics.median


def percentile(values, share):
    """The value of the nearest rank; 0 of none."""
    if not values:
        return 0
    ordered = sorted(values)
    rank = -int(-share * len(ordered) // 1)
    return ordered[min(max(rank, 1), len(ordered)) - 1]


def ratio(ours, peer):
    """Ours ÷ peer, each of a list; None where there is nothing to divide by."""
    if ours is None or not peer:
        return None
    return [figure / peer for figure in ours] if isinstance(ours, list) else ours / peer


def spread(values):
    """How far the repeats lie apart: (greatest − least) ÷ median; None of fewer than two."""
    if len(values) < 2 or not median(values):
        return None
    return (max(values) - min(values)) / median(values)


def parse_pgbench(output):
    """Transactions a second of pgbench's summary. ValueError where a transaction failed or there is no figure."""
    failed = re.search(r"number of failed transactions: (\d+)", output)
    tps = re.search(r"tps = ([\d.]+)", output)
    if not tps or not failed or failed.group(1) != "0":
        raise ValueError("pgbench: failed transactions or no figure: " + output.strip()[-300:])
    return float(tps.group(1))


def parse_pgbench_log(text):
    """Latencies in ms of `pgbench --log`: the third column is µs, or `failed`."""
    return [int(columns[2]) / 1000 for columns in map(str.split, text.splitlines()) if len(columns) > 2 and columns[2].isdigit()]


def cpu_ticks(stat):
    """User and system time of /proc/PID/stat, in clock ticks. The name in parentheses may hold spaces."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def errors_of(run):
    """Errors of one load: what failed; a load that nobody answered is one too."""
    return run["errors"] or (0 if run["answered"] else 1)
