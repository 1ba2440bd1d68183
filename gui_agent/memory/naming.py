"""Better names for routines, by a model; it is told only what may be told of a screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from gui_agent.chat.structured import AnswerType, ask_for
from gui_agent.chat.types import ChatModel, ChatRequest, Message
from gui_agent.memory.records import Record, Workflow
from gui_agent.memory.store import MemoryStore
from gui_agent.memory.words import move_words
from gui_agent.planning.model.prompt_files import read_prompt

_PROMPT = Path(__file__).with_name("prompts") / "name.md"
MAX_TOKENS = 200


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[
        str,
        StringConstraints(
            min_length=3, max_length=60, strip_whitespace=True, pattern=r"^[\w][\w .,'()/+-]*$"
        ),
    ]


_NAMED: AnswerType[_Named] = AnswerType("name", TypeAdapter(_Named))


def name_workflow(store: MemoryStore, record: Record, model: ChatModel) -> str:
    """Give the workflow in ``record`` the name that ``model`` finds for it, and return that.

    A name is for people and lists: no model is ever told it. Raises `ChatModelError`.
    """
    workflow = cast(Workflow, record.entry.body)
    steps = "\n".join(f"{n}. {move_words(m, record.entry.trust)}" for n, m in enumerate(workflow.moves, 1))
    asked = f"Task: {workflow.template}\n\nSteps:\n{steps}"
    messages = (Message.of("system", read_prompt(_PROMPT), stable=True), Message.of("user", asked))
    name = ask_for(_NAMED, model, ChatRequest(messages, max_tokens=MAX_TOKENS)).value.name
    store.put(replace(record.entry, body=replace(workflow, name=name)))
    return name
