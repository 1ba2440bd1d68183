"""Getters that hold the wanted value themselves, some of them in terms of today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evals.graders.context import GradingContext
from evals.graders.errors import WrongRules
from evals.graders.state import State
from evals.tasks.task import Getter

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPLIT = {"from": ("puDay", "puMonth", "puYear"), "to": ("doDay", "doMonth", "doYear")}


def rule_value(getter: Getter, _: GradingContext) -> State:
    """Return the value as written."""
    return getter.parameters["rules"]


def relative_time(getter: Getter, context: GradingContext) -> State:
    """Return the wanted values with today's dates filled in, by the rules' time zone (else this host's)."""
    rules = getter.parameters["rules"]
    now = context.now if "timezone" not in rules else context.now.astimezone(_zone(rules["timezone"]))
    return filled_in(rules, now)


def filled_in(rules: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return ``rules`` with the dates of ``relativeTime`` filled into ``expected``."""
    times, expected = rules["relativeTime"], dict(rules["expected"])
    start = day_of(times["from"], now)
    if "to" not in times:
        expected["time"] = _written(expected["time"], start)
        return {**rules, "expected": expected}
    days = {"from": start, "to": _end_of(times["from"], times["to"], start, now)}
    for end, day in days.items():
        fields = _SPLIT[end] if times[end].endswith("split") else (end,)
        expected |= {field: _written(expected[field], day) for field in fields}
    return {**rules, "expected": expected}


def day_of(words: str, now: datetime) -> datetime:
    """Return the day that ``words`` mean; those of OSWorld's tasks are known."""
    day = words.removesuffix(" split")
    if day not in _RELATIVE:
        raise WrongRules(f"“{words}” is no day that is known here")
    return _RELATIVE[day](now)


def _weekday(number: int, *, today: bool = False) -> Callable[[datetime], datetime]:
    """Return the rule for the coming weekday; today counts only where ``today`` is set."""

    def day(now: datetime) -> datetime:
        days = (number - now.weekday()) % 7
        return now + timedelta(days=days or (0 if today else 7))

    return day


def _this_week(number: int) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(days=number - now.weekday())


def _next_week(number: int) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(days=7 - now.weekday() + number)


def _next_month(day: int) -> Callable[[datetime], datetime]:
    return lambda now: _months_later(now, 1).replace(day=day)


def _first_monday(months: int) -> Callable[[datetime], datetime]:
    return lambda now: _weekday(0, today=True)(_months_later(now, months))


def _months_later(now: datetime, months: int) -> datetime:
    count = now.month - 1 + months
    return now.replace(year=now.year + count // 12, month=count % 12 + 1, day=1)


_RELATIVE: Mapping[str, Callable[[datetime], datetime]] = {
    "tomorrow": lambda now: now + timedelta(days=1),
    "this month": lambda now: now,
    "5th next month": _next_month(5),
    "10th next month": _next_month(10),
    "11th next month": _next_month(11),
    "this Saturday": _this_week(5),
    "this Sunday": _this_week(6),
    "next Monday": _weekday(0),
    "next Friday": _weekday(4),
    "next Saturday": _weekday(5),
    "next Sunday": _weekday(6),
    "next week Friday": _next_week(4),
    "next week Saturday": _next_week(5),
    "next week Sunday": _next_week(6),
    "first monday four months later": _first_monday(4),
    "first monday eight months later": _first_monday(8),
}


def _end_of(first: str, last: str, start: datetime, now: datetime) -> datetime:
    """Return the last day: a Friday after a Monday, a Sunday after a Friday or Saturday, is of that week."""
    words = last.removesuffix(" split")
    if words == "next Friday" and first.startswith("next Monday"):
        return start + timedelta(days=4)
    if words.endswith("Sunday") and first.endswith(("Friday", "Saturday")):
        return start + timedelta(days=6 - start.weekday())
    return day_of(last, now)


def _written(pattern: Any, day: datetime) -> Any:
    if isinstance(pattern, list):
        return [_written(each, day) for each in pattern]
    month = _MONTHS[day.month - 1]
    parts = {
        "DoW": _DAYS[day.weekday()],
        "Month": month[:3],
        "month": month.lower(),
        "MonthFull": month,
        "MonthD": str(day.month),
        "Month0D": f"{day.month:02}",
        "DayD": str(day.day),
        "Day0D": f"{day.day:02}",
        "Year": str(day.year),
    }
    for name, value in parts.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WrongRules(f"there is no time zone “{name}”") from error
