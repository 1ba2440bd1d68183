"""What the agent tells, in plain lines: every line says by its first words what it is."""

from __future__ import annotations

from tui.assistant.allowed import covered
from tui.assistant.protocol import Finished, Question, StepShown
from tui.assistant.status import Spent


def began(step: StepShown) -> str:
    """Say what a step is about to do."""
    return f"Step {step.number}: {step.intention}."


def came(step: StepShown) -> str:
    """Say what came of a step, in a line that begins with whether it worked."""
    if step.mark == "bad":
        return f"  failed: {step.saw}"
    words = [f"  {'worked' if step.mark == 'good' else 'unsure'}: {step.did or step.intention}."]
    if step.expects:
        words.append(f"Expected that {step.expects}.")
    if step.saw:
        words.append(f"Saw: {step.saw}.")
    return " ".join([*words, f"{step.seconds:.1f} seconds."])


def ended(task: Finished, spent: Spent) -> str:
    """Say how a task ended, what it cost and where its report is."""
    word = "Done" if task.ending == "ACCOMPLISHED" else task.ending.capitalize().replace("_", " ")
    steps = f"{task.steps} step{'s' * (task.steps != 1)} in {task.seconds:.1f} seconds"
    return f"{word}: {task.explanation}.\n{steps}{cost(spent)}. Report: {task.report}"


def cost(spent: Spent) -> str:
    """Say what a task cost so far; empty where no model was asked."""
    if not spent.calls:
        return ""
    return f", {spent.calls} calls of the model, {spent.tokens} tokens, ${spent.cost:.4f}"


def asked(question: Question) -> str:
    """Return a question with what can be answered to it."""
    target = f"\n  Target: {question.target}." if question.target else ""
    return (
        f"Question. Step {question.number}: {question.action}.{target}\n"
        f"  Asked because {question.reason}.\n{answers(question)}"
    )


def answers(question: Question) -> str:
    """Return the answers to ``question`` with what they do."""
    lines = [
        "  y allows it, n denies it and ends the run, q stops the run; other words say what to do instead."
    ]
    if question.text is not None:
        lines.append("  e NEW TEXT types that instead.")
    lines.append(f"  a always allows it, until you leave: {covered(question)}.")
    if question.rule:
        lines.append(f"  p always allows it, kept in the policy file: {question.rule_words}.")
    return "\n".join(lines)


def plan(step: StepShown | None) -> str:
    """Return the parts of the task, each with where it stands."""
    if step is None or not step.plan:
        return "There is no plan yet."
    return "\n".join(
        f"{number + 1} of {len(step.plan)}, {_standing(number, step.cursor)}: {part}"
        for number, part in enumerate(step.plan)
    )


def _standing(number: int, cursor: int) -> str:
    if number == cursor:
        return "under way"
    return "done" if number < cursor else "to do"
