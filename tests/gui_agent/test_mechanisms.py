import pytest

from gui_agent.errors import SettingsError
from gui_agent.mechanisms import DEFAULT, Mechanism, Mechanisms, read_mechanisms
from gui_agent.settings import load_settings, switched


def test_what_a_setting_says_is_names_none_or_changes_of_the_default() -> None:
    assert read_mechanisms("") == DEFAULT
    assert read_mechanisms("none") == Mechanisms(frozenset())
    assert read_mechanisms("hierarchy, critique").on == {Mechanism.HIERARCHY, Mechanism.CRITIQUE}
    assert read_mechanisms("+tools,-memory") == DEFAULT.with_("tools").without("memory")


@pytest.mark.parametrize("mechanisms", [DEFAULT, DEFAULT.without(*Mechanism), DEFAULT.with_(*Mechanism)])
def test_what_is_written_is_read_back(mechanisms: Mechanisms) -> None:
    assert read_mechanisms(str(mechanisms)) == mechanisms


def test_programs_and_searching_are_not_on_unasked() -> None:
    assert Mechanism.TOOLS not in DEFAULT
    assert Mechanism.TREE_SEARCH not in DEFAULT
    assert Mechanism.HIERARCHY in DEFAULT


@pytest.mark.parametrize("wrong", ["magic", "+magic", "hierarchy,-memory", "none,memory"])
def test_names_nobody_knows_are_refused_with_those_there_are(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"choose from hierarchy|not both"):
        read_mechanisms(wrong)
    with pytest.raises(SettingsError, match="the setting mechanisms cannot be"):
        load_settings(mechanisms=wrong)


def test_flags_switch_on_top_of_the_settings() -> None:
    settings = switched(load_settings(mechanisms="hierarchy"), ["model-reflection"], ["hierarchy"])
    assert settings.switched_on.on == {Mechanism.MODEL_REFLECTION}


def test_what_another_one_takes_the_place_of_is_idle() -> None:
    assert DEFAULT.idle == frozenset()
    assert DEFAULT.with_("comparing").idle == {Mechanism.CRITIQUE}
    assert Mechanism.HIERARCHY in DEFAULT.with_("tree_search").idle
    assert Mechanism.MODEL_REFLECTION not in DEFAULT.with_("tree_search").idle
