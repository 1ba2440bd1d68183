"""Finding out what a model can do, by asking it three small questions."""

from __future__ import annotations

import cv2
import numpy as np

from actions.codecs.frame import Frame
from actions.geometry import Box, Size
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.loose_json import objects_in
from gui_agent.chat.types import (
    AnswerSchema,
    Capabilities,
    ChatAnswer,
    ChatModel,
    ChatRequest,
    Message,
    Picture,
    Tool,
)

_TOKENS = 400
"""Enough for a model that thinks before it answers."""
_EDGE = 96
_NO = frozenset({Trouble.UNSUPPORTED, Trouble.BROKEN_ANSWER, Trouble.SERVER_FAILED, Trouble.TOO_LARGE})
"""What tells that a model cannot do something; everything else is no answer to that question."""


def probe(model: ChatModel, longest_edge: int, deadline: float) -> Capabilities:
    """Ask ``model`` and return what it can do. Raises `ChatModelError` where it does not answer at all."""
    plain = ChatRequest((Message.of("user", "Say OK."),), max_tokens=_TOKENS, deadline=deadline)
    model.ask(plain)
    return Capabilities(
        pictures=_sees(model, deadline),
        json_schema=_keeps_a_schema(model, deadline),
        tools=_calls_tools(model, deadline),
        longest_edge=longest_edge,
    )


def _sees(model: ChatModel, deadline: float) -> bool:
    image = np.full((_EDGE, _EDGE, 3), (40, 160, 30), np.uint8)
    data = cv2.imencode(".png", image)[1].tobytes()
    frame = Frame.resized(Size(_EDGE, _EDGE), Box(0, 0, _EDGE, _EDGE))
    picture = Picture(data, "image/png", Size(_EDGE, _EDGE), frame)
    question = "Which colour fills this picture? Answer with one word."
    asked = ChatRequest((Message.of("user", question, picture),), max_tokens=_TOKENS, deadline=deadline)
    answer = _answer(model, asked)
    return answer is not None and "green" in answer.text.casefold()


def _keeps_a_schema(model: ChatModel, deadline: float) -> bool:
    schema = {
        "type": "object",
        "properties": {"colour": {"type": "string"}, "count": {"type": "integer"}},
        "required": ["colour", "count"],
        "additionalProperties": False,
    }
    asked = ChatRequest(
        (Message.of("user", "Three red apples: which colour, and how many?"),),
        AnswerSchema("apples", schema),
        max_tokens=_TOKENS,
        deadline=deadline,
    )
    answer = _answer(model, asked)
    found = next(objects_in(answer.text), None) if answer is not None else None
    return (
        found is not None
        and answer is not None
        and answer.text.strip().startswith("{")
        and set(found) == {"colour", "count"}
    )


def _calls_tools(model: ChatModel, deadline: float) -> bool:
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tool = Tool("weather", "Tells the weather in a city.", parameters)
    asked = ChatRequest(
        (Message.of("user", "What is the weather in Oslo?"),),
        tools=(tool,),
        max_tokens=_TOKENS,
        deadline=deadline,
    )
    answer = _answer(model, asked)
    return answer is not None and any(
        call.name == "weather" and "city" in call.arguments for call in answer.tool_calls
    )


def _answer(model: ChatModel, asked: ChatRequest) -> ChatAnswer | None:
    try:
        return model.ask(asked)
    except ChatModelError as error:
        if error.trouble in _NO:
            return None
        raise
