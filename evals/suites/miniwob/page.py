"""The page of an episode: its seed, what it asks for, and what it says about the outcome.

Runs in the page keeper, without site packages: standard library only. What the agent did is judged by the
first outcome that the page reports; it is kept here, where no key press can change it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.processes import Family
from evals.suites.miniwob.chromium import Chromium
from evals.suites.miniwob.devtools import BrowserGone, BrowserRefused

LOAD_SECONDS = 30.0
READY_SECONDS = 30.0
EPISODE_SECONDS = 3600
"""The page's own time limit, beyond any runner's: only raw rewards count, which do not decay with time."""
DATA_MODE = "train"
"""The part of the data that the registered tasks draw from."""

_REPORT = "reportOutcome"

# The score beside the task would tell the agent how it is doing; a page is for one episode, so the cover
# that follows it starts no other.
_BEGIN = """
(() => {
  const style = document.createElement('style');
  style.textContent = '#reward-display, #click-canvas { display: none !important }';
  document.head.appendChild(style);
  const end = core.endEpisode;
  core.endEpisode = function (...how) {
    const running = core.EP_TIMER !== null;
    end.apply(core, how);
    if (running) REPORT(JSON.stringify({
      raw: WOB_RAW_REWARD_GLOBAL, timed: WOB_REWARD_GLOBAL, reason: String(WOB_REWARD_REASON ?? '')
    }));
  };
  Math.seedrandom(SEED);
  core.setDataMode(MODE);
  core.EPISODE_MAX_TIME = MILLISECONDS;
  core.startEpisodeReal();
  core.cover_div.onclick = null;
})()
"""
_READY = "WOB_TASK_READY"
# Two frames later the screen shows the page, and not the one before it. A browser that takes its window
# for hidden, as behind a list that was left open, draws none.
_PAINTED = """new Promise(done => {
  setTimeout(() => done(0), 1000);
  requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
})"""
_UTTERANCE = "(() => { const said = core.getUtterance(); return said.utterance ?? said })()"


class PageFailed(Exception):
    """The page or its browser is broken, and not by the agent; the text is for people."""


@dataclass(slots=True)
class Happenings:
    """What has happened to the page since the episode began."""

    arrived: bool = False
    loaded: bool = False
    outcome: Mapping[str, Any] | None = None
    meddling: str = ""
    crashed: bool = False


class Page:
    """Shows one episode after another in a browser on the display of ``environment``."""

    def __init__(self, family: Family, environment: Mapping[str, str], scale: float) -> None:
        self._family, self._environment, self._scale = family, dict(environment), scale
        self._browser: Chromium | None = None
        self._session = ""
        self._target = ""
        self._now = Happenings()

    def begin(self, address: str, seed: int) -> str:
        """Load ``address`` afresh, begin its episode of ``seed`` and return what it asks for.

        A browser in which earlier episodes were played may no longer answer: then a new one does.
        """
        if self._browser is not None:
            try:
                return self._begin(address, seed)
            except (BrowserGone, BrowserRefused, PageFailed):
                self.close()
        try:
            return self._begin(address, seed)
        except (BrowserGone, BrowserRefused) as trouble:
            raise PageFailed(self._words_for(trouble)) from trouble

    def outcome(self) -> Mapping[str, Any]:
        """Return ``over``, ``raw`` and ``reason``; a page that was left or closed has reached nothing."""
        if self._browser is None:
            raise PageFailed("no episode has begun")
        try:
            self._evaluate("0")  # what the page has reported comes before the answer
        except (BrowserGone, BrowserRefused) as trouble:
            self._explain(trouble)
        if self._now.crashed:
            raise PageFailed("the page crashed")
        if self._now.meddling:
            return {"over": True, "raw": 0.0, "reason": self._now.meddling}
        if self._now.outcome is None:
            return {"over": False, "raw": 0.0, "reason": "the page was not finished"}
        return {"over": True, **self._now.outcome}

    def close(self) -> None:
        """End the browser; safe to call twice."""
        if self._browser is not None:
            self._browser.close()
            self._browser = None

    def _begin(self, address: str, seed: int) -> str:
        if not self._as_new():
            self.close()
            self._open(address)
        self._now = Happenings()
        self._call("Page.navigate", {"url": address})
        devtools = self._running.devtools
        if not devtools.wait_for(lambda: self._now.loaded, LOAD_SECONDS):
            raise PageFailed(f"{address} did not load within {LOAD_SECONDS:g} s")
        self._call("Page.resetNavigationHistory")
        self._evaluate(_filled_in(seed))
        for _ in range(int(READY_SECONDS / 0.05)):
            if self._evaluate(_READY):
                self._evaluate(_PAINTED)
                return str(self._evaluate(_UTTERANCE))
            devtools.wait_for(lambda: False, 0.05)
        raise PageFailed(f"{address} was not ready within {READY_SECONDS:g} s")

    @property
    def _running(self) -> Chromium:
        assert self._browser is not None
        return self._browser

    def _open(self, address: str) -> None:
        self._now, self._target = Happenings(), ""
        self._browser = Chromium(self._family, self._environment, address, self._scale, self._take_note)
        devtools = self._browser.devtools
        devtools.call("Target.setDiscoverTargets", {"discover": True})
        if not devtools.wait_for(lambda: bool(self._pages()), LOAD_SECONDS):
            raise PageFailed("the browser shows no page")
        self._target = self._pages()[0]
        parameters = {"targetId": self._target, "flatten": True}
        self._session = devtools.call("Target.attachToTarget", parameters)["sessionId"]
        for method in ("Page.enable", "Runtime.enable", "Inspector.enable"):
            self._call(method)
        self._call("Runtime.addBinding", {"name": _REPORT})
        self._settle()

    def _settle(self) -> None:
        """Wait until the window fills the screen, which begins smaller, and its first page is there."""
        fills = "screen.width - innerWidth < 2 && screen.height - innerHeight < 2"
        there = "location.href !== 'about:blank' && document.readyState === 'complete'"
        for _ in range(int(LOAD_SECONDS / 0.05)):
            if self._evaluate(f"{fills} && {there}"):
                return
            self._running.devtools.wait_for(lambda: False, 0.05)
        raise PageFailed("the browser's window does not fill the screen")

    def _as_new(self) -> bool:
        """Say whether the browser is as it was opened: one page, not zoomed, nothing of an episode left."""
        if self._browser is None or self._now.meddling or self._now.crashed:
            return False
        try:
            unzoomed = self._evaluate(f"Math.abs(devicePixelRatio - {self._scale:g}) < 0.01")
            return bool(unzoomed) and self._pages() == [self._target]
        except (BrowserGone, BrowserRefused):
            return False

    def _pages(self) -> list[str]:
        found = self._running.devtools.call("Target.getTargets")["targetInfos"]
        return [target["targetId"] for target in found if target["type"] == "page"]

    def _call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        return self._running.devtools.call(method, parameters, self._session)

    def _evaluate(self, script: str) -> Any:
        answer = self._call(
            "Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True}
        )
        if "exceptionDetails" in answer:
            raise PageFailed(f"the page failed: {_exception(answer['exceptionDetails'])}")
        return answer["result"].get("value")

    def _take_note(self, method: str, parameters: Mapping[str, Any]) -> None:
        now = self._now
        match method:
            case "Page.frameNavigated" if "parentId" not in parameters["frame"]:
                now.arrived = True
            # What fires before the new page has come is the page before it.
            case "Page.loadEventFired" if now.arrived:
                if now.loaded:
                    now.meddling = now.meddling or "the page was reloaded or left"
                now.loaded = True
            case "Runtime.bindingCalled" if parameters["name"] == _REPORT and now.outcome is None:
                now.outcome = json.loads(parameters["payload"])
            case "Target.targetCreated" if parameters["targetInfo"]["url"].startswith("devtools:"):
                now.meddling = "the browser's developer tools were opened"
            case "Target.targetCreated" if self._target and parameters["targetInfo"]["type"] == "page":
                now.meddling = now.meddling or "another window was opened"
            case "Target.targetDestroyed" if parameters["targetId"] == self._target:
                now.meddling = now.meddling or "the page was closed"
            case "Page.javascriptDialogOpening":
                # A page waits for the answer to its question, and says nothing until then.
                self._running.devtools.send("Page.handleJavaScriptDialog", {"accept": False}, self._session)
            case "Target.targetCrashed" | "Inspector.targetCrashed":
                now.crashed = True

    def _explain(self, trouble: Exception) -> None:
        """Tell a browser that was closed, which is the agent's doing, from one that broke."""
        self._running.devtools  # noqa: B018 - there must be one
        if self._now.meddling or self._now.crashed:
            return
        if isinstance(trouble, BrowserGone) and self._exit_code() == 0:
            self._now.meddling = "the browser was closed"
            return
        raise PageFailed(self._words_for(trouble)) from trouble

    def _exit_code(self) -> int | None:
        import time

        deadline = time.monotonic() + 5.0
        while (code := self._running.exit_code) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return code

    def _words_for(self, trouble: Exception) -> str:
        if isinstance(trouble, BrowserGone):
            said = self._browser.complaint() if self._browser else ""
            return f"the browser ended: {said.splitlines()[-1] if said else 'it said nothing'}"
        return str(trouble)


def _filled_in(seed: int) -> str:
    values = {
        "REPORT": _REPORT,
        "SEED": str(seed),
        "MODE": json.dumps(DATA_MODE),
        "MILLISECONDS": str(1000 * EPISODE_SECONDS),
    }
    script = _BEGIN
    for name, value in values.items():
        script = script.replace(name, value)
    return script


def _exception(details: Mapping[str, Any]) -> str:
    thrown = details.get("exception", {}).get("description") or details.get("text", "an exception")
    return str(thrown).splitlines()[0]
