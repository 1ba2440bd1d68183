"""The API described for programs, made of the endpoints and their models."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from gui_agent.doors.http_door.endpoints import ENDPOINTS, Endpoint
from gui_agent.doors.http_door.models import Problem

_REFERENCE = "#/components/schemas/{model}"
_Direction = Literal["body", "answer", "problem"]


def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description as JSON values."""
    schemas, components = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gui-agent",
            "version": _version(),
            "description": "Works a computer: whole tasks, or action by action.",
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _version() -> str:
    try:
        return version("guiagent-desktop")
    except PackageNotFoundError:
        return "0"


def _schemas() -> tuple[dict[tuple[str, _Direction], Any], dict[str, Any]]:
    """Return the schema of each endpoint's bodies, and the named ones they refer to."""
    inputs: list[tuple[tuple[str, _Direction], JsonSchemaMode, TypeAdapter[Any]]] = [
        (("", "problem"), "serialization", TypeAdapter(Problem))
    ]
    for endpoint in ENDPOINTS:
        if endpoint.body is not None:
            inputs.append(((endpoint.name, "body"), "validation", TypeAdapter(endpoint.body)))
        if endpoint.answer is not None:
            inputs.append(((endpoint.name, "answer"), "serialization", TypeAdapter(endpoint.answer)))
    found, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REFERENCE)
    return {key: schema for (key, _), schema in found.items()}, definitions.get("$defs", {})


def _operation(endpoint: Endpoint, schemas: dict[tuple[str, _Direction], Any]) -> dict[str, Any]:
    problem = {"application/json": {"schema": schemas["", "problem"]}}
    answer = schemas.get((endpoint.name, "answer"), {"type": "string", "format": "binary"})
    responses = {
        str(endpoint.status): {"description": "Done.", "content": {endpoint.media: {"schema": answer}}}
    }
    for status, words in (*endpoint.also, (401, "The token is missing or wrong.")):
        content = {endpoint.media: {"schema": answer}} if status < 300 else problem
        responses[str(status)] = {"description": words, "content": content}
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "responses": responses,
    }
    if parameters := [_in_path(name) for name in re.findall(r"{(\w+)}", endpoint.path)]:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        body = {"application/json": {"schema": schemas[endpoint.name, "body"]}}
        operation["requestBody"] = {"required": True, "content": body}
    return operation


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
