"""Reading the ``evaluator`` of a task file into checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from evals.tasks.fields import Findings
from evals.tasks.getter_parameters import GETTERS, IN_WORDS, holds
from evals.tasks.metric_names import METRICS
from evals.tasks.steps import SetupStep
from evals.tasks.task import INFEASIBLE, Check, Conjunction, Evaluator, Getter

_FIELDS = ("func", "result", "expected", "options", "conj", "postconfig")
_PARALLEL = ("result", "expected", "options")


def read_evaluator(raw: object, postconfig: tuple[SetupStep, ...], found: Findings) -> Evaluator | None:
    """Make an evaluator of ``raw``; what is wrong is noted in ``found`` and None returned."""
    if not isinstance(raw, dict):
        found.add("evaluator", "must be an object")
        return None
    before = len(found.problems)
    for name in raw:
        # A leading underscore marks a remark.
        if name not in _FIELDS and not name.startswith("_"):
            found.add(f"evaluator.{name}", "is not a field that is known here")
    checks = _read_checks(raw, found)
    conjunction = raw.get("conj", "and")
    if conjunction not in ("and", "or"):
        found.add("evaluator.conj", f"must be “and” or “or”, not {conjunction!r}")
    if len(found.problems) > before:
        return None
    return Evaluator(tuple(checks), cast(Conjunction, conjunction), postconfig)


def _read_checks(raw: Mapping[str, Any], found: Findings) -> list[Check]:
    names = raw.get("func")
    if names is None:
        found.add("evaluator.func", "is missing")
        return []
    if isinstance(names, str):
        return _read_row(raw, names, None, found)
    if not isinstance(names, list) or not names:
        found.add("evaluator.func", "must be a name or a list of names")
        return []
    for field in _PARALLEL:
        if field in raw and (not isinstance(raw[field], list) or len(raw[field]) != len(names)):
            found.add(f"evaluator.{field}", f"must be a list as long as func, which has {len(names)} names")
            return []
    rows = [_read_row(raw, name, index, found) for index, name in enumerate(names)]
    return [check for row in rows for check in row]


def _read_row(raw: Mapping[str, Any], name: object, index: int | None, found: Findings) -> list[Check]:
    """Read one check: a list of it, or an empty one where the name alone is wrong."""
    suffix = "" if index is None else f"[{index}]"

    def part(field: str) -> object:
        value = raw.get(field)
        return value if index is None or value is None else value[index]

    if not isinstance(name, str):
        found.add(f"evaluator.func{suffix}", "must be a name")
        return []
    if name not in METRICS and name != INFEASIBLE:
        found.unknown(f"evaluator.func{suffix}", "metric", name, METRICS)
    result = _read_getter(part("result"), f"evaluator.result{suffix}", found)
    expected = _read_getter(part("expected"), f"evaluator.expected{suffix}", found)
    if result is None and name != INFEASIBLE and "result" not in raw:
        found.add("evaluator.result", f"is missing; the metric {name} judges it")
    return [Check(name, result, expected, _read_options(part("options"), suffix, found))]


def _read_options(raw: object, suffix: str, found: Findings) -> Mapping[str, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        found.add(f"evaluator.options{suffix}", "must be an object")
        return {}
    return {key: value for key, value in raw.items() if not key.startswith("_")}


def _read_getter(raw: object, where: str, found: Findings) -> Getter | None:
    if not raw:
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        found.add(where, "must be an object with a type")
        return None
    name = raw["type"]
    if name not in GETTERS:
        found.unknown(f"{where}.type", "getter", name, GETTERS)
        return None
    parameters = {key: value for key, value in raw.items() if key != "type" and not key.startswith("_")}
    _check_parameters(name, parameters, where, found)
    if parameters.get("multi") in ("true", "false"):
        parameters["multi"] = parameters["multi"] == "true"
    return Getter(name, parameters)


def _check_parameters(name: str, parameters: Mapping[str, Any], where: str, found: Findings) -> None:
    takes = GETTERS[name]
    for key, value in parameters.items():
        kind = takes.required.get(key) or takes.optional.get(key)
        if kind is None:
            found.add(f"{where}.{key}", f"the getter {name} has no such parameter")
        elif not holds(kind, value):
            found.add(f"{where}.{key}", f"must be {IN_WORDS[kind]}, not {value!r}")
    for key in takes.required:
        if key not in parameters:
            found.add(f"{where}.{key}", "is missing")
