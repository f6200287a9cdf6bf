"""How often and how long a goal is measured, and what it gives back."""
from harness.stats import median, ratio, spread


class Plan:
    """Five repeats for the record, one short one for a look. `say` is told what is being done."""

    def __init__(self, quick, say=lambda words: None):
        self.quick = quick
        self.runs = 1 if quick else 5
        self.say = say

    def seconds(self, full, quick=3):
        return quick if self.quick else full

    def repeats(self, what):
        """Counts the repeats and says each."""
        for number in range(1, self.runs + 1):
            self.say(f"{what}, run {number} of {self.runs}")
            yield number


def outcome(ours, peer, unit, errors, note, runs, smaller_is_better=False):
    """A goal's figures. `ours` and `peer`: the repeats of one figure, `ours` also a list of such; `peer` may be None.

    Medians are given, and every repeat beside them, so that nobody needs to believe the median.
    """
    many = bool(ours) and isinstance(ours[0], list)
    figure = [median(kind) for kind in ours] if many else median(ours)
    against = None if peer is None else median(peer)
    spreads = [one for one in map(spread, (ours if many else [ours]) + ([] if peer is None else [peer])) if one is not None]
    return {"ours": figure, "peer": against, "ratio": ratio(figure, against), "unit": unit, "errors": errors, "runs": runs, "note": note,
            "smaller_is_better": smaller_is_better, "spread": max(spreads, default=None), "samples": {"ours": ours, "peer": peer}}
