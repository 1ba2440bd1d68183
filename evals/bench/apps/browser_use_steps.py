"""Press buttons of a page with browser-use: run by the Python of its own environment, never by ours.

Arguments: address of the model's server, address of the page, the browser's program, number of steps.
"""

import asyncio
import sys


async def main(server: str, page: str, browser: str, steps: int) -> None:
    from browser_use import Agent, Browser, ChatOpenAI

    window = {"width": 1920, "height": 1080}
    session = Browser(
        executable_path=browser,
        headless=False,
        chromium_sandbox=False,
        enable_default_extensions=False,
        window_size=window,
        viewport=window,
    )
    agent = Agent(
        task=f"Press buttons of {page}",
        llm=ChatOpenAI(model="bench", base_url=server, api_key="none"),
        browser=session,
        initial_actions=[{"navigate": {"url": page, "new_tab": False}}],
        use_judge=False,
    )
    try:
        await agent.run(max_steps=steps + 1)
    finally:
        await session.kill()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
