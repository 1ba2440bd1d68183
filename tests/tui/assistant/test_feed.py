"""The list of steps: it follows, keeps where a person reads, and stays small."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.assistant.feed import StepFeed
from tui.assistant.protocol import StepShown


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield StepFeed()


def drive(path: Callable[[StepFeed, Pilot[None]], Awaitable[None]]) -> None:
    async def driven() -> None:
        app = Shown()
        async with app.run_test(size=(40, 10)) as pilot:
            feed = app.query_one(StepFeed)
            feed.focus()
            await pilot.pause()
            await path(feed, pilot)

    asyncio.run(driven())


def steps(first: int, last: int) -> list[StepShown]:
    return [StepShown(number, f"press button {number}", over=True) for number in range(first, last + 1)]


def seen(feed: StepFeed) -> str:
    return "\n".join(feed.render_line(y).text.rstrip() for y in range(feed.size.height))


def test_it_follows_what_comes() -> None:
    async def path(feed: StepFeed, pilot: Pilot[None]) -> None:
        feed.steps(steps(1, 30))
        assert "button 30" in seen(feed)
        assert "button 20" not in seen(feed)

    drive(path)


def test_who_scrolled_back_reads_on_undisturbed_until_the_end_is_wanted() -> None:
    async def path(feed: StepFeed, pilot: Pilot[None]) -> None:
        feed.steps(steps(1, 30))
        await pilot.press("home")
        before = seen(feed)
        feed.steps(steps(31, 40))
        assert "button 1 " in before
        assert seen(feed).split("┃")[0] == before.split("┃")[0]
        await pilot.press("end")
        assert "button 40" in seen(feed)
        feed.steps(steps(41, 41))
        assert "button 41" in seen(feed)

    drive(path)


def test_lines_are_broken_anew_where_the_terminal_becomes_narrower() -> None:
    async def path(feed: StepFeed, pilot: Pilot[None]) -> None:
        feed.note("one two three four five six seven eight")
        await pilot.resize_terminal(24, 10)
        await pilot.pause()
        assert "one two three four\nfive six seven eight" in seen(feed).replace(" \n", "\n")

    drive(path)


def test_ten_thousand_steps_leave_a_bounded_list_that_ends_with_the_last() -> None:
    async def path(feed: StepFeed, pilot: Pilot[None]) -> None:
        for first in range(1, 10_000, 500):
            feed.steps(steps(first, first + 499))
        feed.steps(steps(10_001, 15_000))
        assert len(feed.lines) <= 11_000
        assert "button 15000" in seen(feed)

    drive(path)
