"""An MCP server that says in a sentence what is wrong with a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mcp.server import MCPServer
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, InputRequiredResult, Tool
from pydantic import AnyUrl, ValidationError


class PlainServer(MCPServer):
    """The SDK's server, less what it lets pass in silence and what it says in its own words.

    An argument that a tool does not have is refused: left out, the call would do something else than was
    asked for.
    """

    async def list_tools(self) -> list[Tool]:
        """Return the tools; their schemas say that there are no other arguments."""
        tools = await super().list_tools()
        for tool in tools:
            tool.input_schema = {**tool.input_schema, "additionalProperties": False}
        return tools

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool. Raises `ToolError`, also for a tool or an argument that there is not."""
        known = {tool.name: tool.input_schema for tool in await self.list_tools()}
        if name not in known:
            raise ToolError(f"there is no tool “{name}”; there are {', '.join(known)}")
        if wrong := _unknown(name, arguments, known[name]):
            raise ToolError(wrong)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(f"{name}: {_in_a_sentence(error.__cause__)}") from error.__cause__
            raise

    async def read_resource(
        self, uri: AnyUrl | str, context: Context | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Read a resource. Raises `ResourceError`; `ResourceNotFoundError` where there is none."""
        try:
            return await super().read_resource(uri, context)
        except ResourceNotFoundError as error:
            if str(error).startswith("Unknown resource"):
                listed = ", ".join(str(each.uri) for each in await self.list_resources())
                raise ResourceNotFoundError(f"there is no resource “{uri}”; begin with {listed}") from error
            raise


def _unknown(name: str, arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Say which of ``arguments`` the tool does not have; empty where it has them all."""
    taken = list(schema.get("properties", {}))
    wrong = ", ".join(f"“{each}”" for each in arguments if each not in taken)
    if not wrong:
        return ""
    return f"{name} has no argument {wrong}; it takes {', '.join(taken) or 'none'}"


def _in_a_sentence(error: ValidationError) -> str:
    """Say what is wrong with each argument, each thing once."""
    said: dict[str, None] = {}
    for each in error.errors(include_url=False, include_input=False):
        field = str(each["loc"][0]) if each["loc"] else ""
        what = each["msg"].removeprefix("Value error, ")
        said[f"{field}: {what[:1].lower()}{what[1:]}" if field else what] = None
    return "; ".join(said)
