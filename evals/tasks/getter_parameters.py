"""Which parameters each getter takes, so that a misspelt one is found when a task is loaded.

Source: the getters of OSWorld and their use in its 369 task files; `task_file`, `vm_paths` and `vm_windows`
are this project's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "texts", "flag", "whole", "wholes", "object", "objects", "any"]
"""What a parameter holds; ``texts`` is one text or several, ``any`` is left to the getter."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one getter: those it must have, and those it may have."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]


def _takes(required: Mapping[str, Kind] | None = None, **optional: Kind) -> Parameters:
    return Parameters(required or {}, optional)


_NOTHING = _takes()
_DEST = _takes({"dest": "text"})
_IN_SLIDE = _takes({"ppt_file_path": "text", "slide_index": "whole", "dest": "text"})
_COMMAND = Parameters({"command": "texts"}, {"shell": "flag"})
_FILES = _takes(
    {"path": "texts", "dest": "texts"},
    multi="flag",
    gives="wholes",
    time_suffix="flag",
    time_format="text",
)
_URL_KEYS = _takes({"parse_keys": "texts"}, goto_prefix="text", replace="object", split_list="flag")

GETTERS: Mapping[str, Parameters] = {
    "accessibility_tree": _NOTHING,
    "active_tab_html_parse": _takes(
        {"category": "text"},
        goto_prefix="text",
        class_singleObject="object",
        class_multiObject="object",
        class_multiObject_child="object",
        class_multiObject_only_child="object",
        class_multiObject_search_exist="object",
        class_multiObject_li="object",
        xpathObject="object",
        inputObject="object",
        labelObject="object",
        url_include_expected="texts",
        url_include_expected_multichoice="object",
    ),
    "active_tab_info": _takes(goto_prefix="text"),
    "active_tab_url_parse": _URL_KEYS,
    "active_url_from_accessTree": _takes(goto_prefix="text"),
    "audio_in_slide": _IN_SLIDE,
    "background_image_in_slide": _IN_SLIDE,
    "bookmarks": _NOTHING,
    "cache_file": _takes({"path": "text"}),
    "chrome_appearance_mode_ui": _NOTHING,
    "chrome_font_size": _NOTHING,
    "chrome_language": _NOTHING,
    "chrome_saved_address": _NOTHING,
    "cloud_file": _FILES,
    "content_from_vm_file": _takes({"path": "text", "file_type": "text", "file_content": "text"}),
    "cookie_data": _DEST,
    "data_delete_automacally": _NOTHING,
    "default_search_engine": _NOTHING,
    "default_video_player": _NOTHING,
    "enable_do_not_track": _NOTHING,
    "enable_enhanced_safety_browsing": _NOTHING,
    "enable_safe_browsing": _NOTHING,
    "enabled_experiments": _NOTHING,
    "find_installed_extension_name": _NOTHING,
    "find_unpacked_extension_path": _NOTHING,
    "gimp_config_file": _takes({"file_name": "text", "dest": "text"}),
    "googledrive_file": _takes(
        {"settings_file": "text", "dest": "texts"}, path="any", path_list="any", query="any", query_list="any"
    ),
    "gotoRecreationPage_and_get_html_content": _takes({"selector": "text", "class": "text"}, order="text"),
    "history": _DEST,
    "info_from_website": _takes({"url": "text", "infos": "objects"}, backups="any"),
    "list_directory": _takes({"path": "text"}),
    "new_startup_page": _NOTHING,
    "number_of_search_results": _NOTHING,
    "open_tabs_info": _NOTHING,
    "page_info": _takes({"url": "text"}),
    "pdf_from_url": _takes({"path": "text", "dest": "text"}),
    "profile_name": _NOTHING,
    "rule": _takes({"rules": "any"}),
    "rule_relativeTime": _takes({"rules": "object"}),
    "shortcuts_on_desktop": _NOTHING,
    "time_diff_range": _takes({"diff_range_in_minutes": "any"}),
    "task_file": _takes({"path": "texts", "dest": "texts"}, multi="flag", gives="wholes"),
    "url_dashPart": _takes(
        {"partIndex": "whole", "returnType": "text"}, goto_prefix="text", needDeleteId="flag", key="text"
    ),
    "url_path_parse": _URL_KEYS,
    "vlc_config": _DEST,
    "vlc_playing_info": _DEST,
    "vm_command_error": _COMMAND,
    "vm_command_line": _COMMAND,
    "vm_file": _FILES,
    "vm_paths": _takes({"paths": "texts"}),
    "vm_screen_size": _NOTHING,
    "vm_terminal_output": _NOTHING,
    "vm_wallpaper": _DEST,
    "vm_windows": _takes(hidden="flag"),
    "vm_window_size": _takes({"app_class_name": "text"}),
    "vscode_config": _takes({"vscode_extension_command": "text", "path": "text", "dest": "text"}),
}
"""Every getter by its ``type``."""


def holds(kind: Kind, value: object) -> bool:
    """Say whether ``value`` is of this kind."""
    match kind:
        case "text":
            return isinstance(value, str)
        case "texts":
            return isinstance(value, str) or _all(value, str)
        case "flag":
            return isinstance(value, bool) or value in ("true", "false")
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool)
        case "wholes":
            return _all(value, int)
        case "object":
            return isinstance(value, dict)
        case "objects":
            return _all(value, dict)
        case "any":
            return value is not None


def _all(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


IN_WORDS: Mapping[Kind, str] = {
    "text": "a text",
    "texts": "a text or a list of texts",
    "flag": "true or false",
    "whole": "a whole number",
    "wholes": "a list of whole numbers",
    "object": "an object",
    "objects": "a list of objects",
    "any": "a value",
}
