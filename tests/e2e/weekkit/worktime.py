"""Working time, counted on its own: the whole week, or China's business days with holidays and make-up days (调休). Times are
microseconds since 1970."""

import datetime
import zoneinfo

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND


def at(text):
    """RFC 3339 as microseconds; `2026-11-30T15:55:00.000001Z`."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    moment = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp()) * SECOND + int(fraction[:6].ljust(6, "0") or 0)


def show(micros):
    """The reverse, for people."""
    if micros is None:
        return "never"
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)).isoformat() + "Z"


class Always:
    """Every moment is working time."""

    @staticmethod
    def between(start, end):
        return max(end - start, 0)

    @staticmethod
    def after(start, amount):
        """The first moment by which so much working time has passed since `start`."""
        return start + amount


class BusinessDays:
    """Whole days: Monday to Friday but holidays, and the days worked in their place."""

    def __init__(self, calendar):
        """`calendar`: one of sla's calendars.yaml, whose week is whole days."""
        self._zone = zoneinfo.ZoneInfo(calendar["time_zone"])
        self._free, self._worked = set(), set()
        for year in calendar["years"].values():
            for span in map(str, year["holidays"]):
                first, _, last = span.partition("..")
                day = datetime.date.fromisoformat(first)
                while day <= datetime.date.fromisoformat(last or first):
                    self._free.add(day)
                    day += datetime.timedelta(days=1)
            self._worked |= {datetime.date.fromisoformat(str(day)) for day in year["worked"]}

    def is_open(self, day):
        return day in self._worked or (day.weekday() < 5 and day not in self._free)

    def _midnight(self, day):
        return int(datetime.datetime.combine(day, datetime.time(), self._zone).timestamp()) * SECOND

    def _days(self, start):
        """(begin, end, whether it is worked) of each day from the one of `start` on; the first begins at `start`."""
        day = datetime.datetime.fromtimestamp(start // SECOND, self._zone).date()
        while True:
            following = day + datetime.timedelta(days=1)
            yield max(start, self._midnight(day)), self._midnight(following), self.is_open(day)
            day = following

    def between(self, start, end):
        total = 0
        for begin, finish, worked in self._days(start):
            if begin >= end:
                return total
            total += min(finish, end) - begin if worked else 0

    def after(self, start, amount):
        """The first moment by which so much working time has passed since `start`."""
        for begin, finish, worked in self._days(start):
            if worked and finish - begin >= amount:
                return begin + amount
            amount -= finish - begin if worked else 0
