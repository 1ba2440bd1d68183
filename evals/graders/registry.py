"""Which grader serves which name: our own, or upstream's in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from evals.graders.context import GradingContext
from evals.graders.errors import UnknownGrader
from evals.graders.getters import applications, browser, files, guest, rules, slides, web
from evals.graders.metrics import (
    accessibility,
    documents,
    images,
    media,
    pdfs,
    python_suites,
    records,
    settings,
    spreadsheets,
    text_files,
    values,
    wanted_documents,
    wanted_records,
    wanted_sheets,
    wanted_slides,
)
from evals.graders.metrics import browser as browsing
from evals.graders.metrics import slides as presentations
from evals.graders.state import Metric, State
from evals.tasks.metric_names import RELEASED
from evals.tasks.task import Getter

GetterFunction: TypeAlias = Callable[[Getter, GradingContext], State]


def _named(*functions: Metric) -> Mapping[str, Metric]:
    return {function.__name__: function for function in functions}


METRICS: Mapping[str, Metric] = {
    **_named(
        values.exact_match,
        values.match_in_list,
        values.is_in_list,
        values.literal_match,
        values.fuzzy_match,
        values.check_include_exclude,
        values.check_direct_json_object,
        values.is_extension_installed,
        values.is_utc_0,
        values.is_in_vm_clickboard,
        values.check_gnome_favorite_apps,
        values.check_text_enlarged,
        values.check_moved_jpgs,
    ),
    **_named(
        text_files.compare_text_file,
        text_files.diff_text_file,
        text_files.compare_config,
        text_files.text_is,
        text_files.compare_result_files,
        text_files.compare_python_pure_text,
        text_files.file_contains,
        text_files.check_line_number,
        text_files.check_list,
        text_files.check_csv,
        text_files.compare_csv,
        text_files.check_json,
        text_files.check_json_settings,
        text_files.check_json_keybindings,
        text_files.run_sqlite3,
    ),
    **_named(
        documents.compare_docx_files,
        documents.compare_docx_files_and_ignore_new_lines,
        documents.compare_docx_tables,
        documents.compare_line_spacing,
        documents.compare_docx_images,
        documents.compare_font_names,
        documents.contains_page_break,
        documents.is_first_line_centered,
        documents.has_page_numbers_in_footers,
        documents.check_italic_font_size_14,
        documents.compare_subscript_contains,
        documents.evaluate_strike_through_last_paragraph,
        documents.check_tabstops,
        documents.fuzzy_place_math,
        records.compare_references,
        records.compare_unique_train_records,
        records.check_highlighted_words,
        media.check_mp3_meta,
        media.compare_epub,
        media.check_thunderbird_folder,
    ),
    **_named(
        presentations.compare_pptx_files,
        presentations.check_slide_orientation_Portrait,
        presentations.check_image_stretch_and_center,
        presentations.evaluate_presentation_fill_to_rgb_distance,
        presentations.check_transition,
        presentations.check_page_number_colors,
        spreadsheets.compare_table,
        spreadsheets.compare_conference_city_in_order,
        pdfs.compare_pdfs,
        pdfs.check_pdf_pages,
        pdfs.compare_zip_files,
        pdfs.compare_archive,
        python_suites.check_python_file_by_test_suite,
    ),
    **_named(
        images.compare_images,
        images.compare_image_list,
        images.check_structure_sim,
        images.check_structure_sim_with_threshold,
        images.check_structure_sim_resized,
        images.check_file_exists_and_structure_sim,
        images.check_image_mirror,
        images.check_brightness_decrease_and_structure_sim,
        images.check_contrast_increase_and_structure_sim,
        images.check_saturation_increase_and_structure_sim,
        images.check_palette_and_structure_sim,
        images.check_textbox_on_leftside,
        images.check_image_size,
        images.check_image_file_size,
        images.check_green_background,
    ),
    **_named(
        browsing.is_expected_active_tab,
        browsing.is_expected_active_tab_approximate,
        browsing.is_expected_url_pattern_match,
        browsing.is_expected_search_query,
        browsing.is_expected_tabs,
        browsing.is_expected_installed_extensions,
        browsing.is_expected_bookmarks,
        browsing.is_cookie_deleted,
        browsing.check_history_deleted,
        browsing.is_shortcut_on_desktop,
        browsing.check_font_size,
        browsing.check_enabled_experiments,
        browsing.is_added_to_steam_cart,
    ),
    **_named(
        settings.check_config_status,
        settings.check_qt_slider_colours,
        settings.is_vlc_recordings_folder,
        settings.is_vlc_fullscreen,
        settings.is_vlc_playing,
        settings.find_default_font,
        settings.check_presenter_console_disable,
        settings.check_auto_saving_time,
        settings.check_thunderbird_prefs,
        settings.check_thunderbird_filter,
        accessibility.check_accessibility_tree,
        accessibility.check_left_panel,
    ),
    **_named(
        wanted_documents.document_is,
        wanted_sheets.workbook_is,
        wanted_slides.presentation_is,
        wanted_records.picture_is,
        wanted_records.mail_folders_are,
        wanted_records.contacts_are,
        wanted_records.bookmarks_are,
        wanted_records.history_has,
    ),
    "check_qt_bgcone": settings.check_qt_bgcone,
    "check_qt_max_volume": settings.check_qt_max_volume,
    "check_qt_minimal_view": settings.check_qt_minimal_view,
    "check_one_instance_when_started_from_file": settings.check_one_instance_when_started_from_file,
    "check_play_and_exit": settings.check_play_and_exit,
    "check_global_key_play_pause": settings.check_global_key_play_pause,
}
"""Our own metrics by name."""

GETTERS: Mapping[str, GetterFunction] = {
    "accessibility_tree": guest.accessibility_tree,
    "active_tab_info": web.active_tab_info,
    "active_tab_url_parse": browser.active_tab_url_parse,
    "active_url_from_accessTree": browser.active_url,
    "audio_in_slide": slides.audio_in_slide,
    "background_image_in_slide": slides.background_image_in_slide,
    "bookmarks": browser.bookmarks,
    "cache_file": files.cache_file,
    "chrome_appearance_mode_ui": browser.appearance_mode,
    "chrome_font_size": browser.font_size,
    "chrome_language": browser.language,
    "cloud_file": files.cloud_file,
    "content_from_vm_file": files.content_from_vm_file,
    "cookie_data": browser.cookies,
    "data_delete_automacally": browser.deletes_data,
    "default_search_engine": browser.search_engine,
    "default_video_player": applications.default_video_player,
    "enable_do_not_track": browser.do_not_track,
    "enable_enhanced_safety_browsing": browser.enhanced_safe_browsing,
    "enable_safe_browsing": browser.safe_browsing,
    "enabled_experiments": browser.enabled_experiments,
    "find_installed_extension_name": browser.extension_names,
    "find_unpacked_extension_path": browser.extension_paths,
    "gimp_config_file": applications.gimp_config_file,
    "history": browser.history,
    "list_directory": guest.list_directory,
    "new_startup_page": browser.new_startup_page,
    "open_tabs_info": web.open_tabs_info,
    "profile_name": browser.profile_name,
    "rule": rules.rule_value,
    "rule_relativeTime": rules.relative_time,
    "shortcuts_on_desktop": guest.shortcuts_on_desktop,
    "task_file": files.task_file,
    "url_dashPart": browser.url_part,
    "url_path_parse": browser.active_tab_url_parse,
    "vlc_config": applications.vlc_config,
    "vlc_playing_info": web.vlc_playing_info,
    "vm_command_error": guest.command_error,
    "vm_command_line": guest.command_output,
    "vm_file": files.vm_file,
    "vm_paths": files.path_kinds,
    "vm_screen_size": guest.screen_size,
    "vm_terminal_output": guest.terminal_output,
    "vm_wallpaper": applications.wallpaper,
    "vm_window_size": guest.window_size,
    "vm_windows": guest.window_titles,
    "vscode_config": applications.vscode_config,
}
"""Our own getters by ``type``."""

UPSTREAM_GETTERS: frozenset[str] = frozenset(
    (
        "active_tab_html_parse",
        "googledrive_file",
        "gotoRecreationPage_and_get_html_content",
        "info_from_website",
        "number_of_search_results",
        "page_info",
        "pdf_from_url",
        "time_diff_range",
    )
)
"""Getters that only upstream has: they drive the guest's browser on live pages, or need an account."""


def serves_metric(name: str) -> str:
    """Say who serves a metric: ``own`` or ``upstream``. Raises `UnknownGrader`."""
    return _serves(name, METRICS, RELEASED, "metric")


def serves_getter(name: str) -> str:
    """Say who serves a getter: ``own`` or ``upstream``. Raises `UnknownGrader`."""
    return _serves(name, GETTERS, UPSTREAM_GETTERS, "getter")


def _serves(name: str, own: Mapping[str, object], upstream: frozenset[str], kind: str) -> str:
    if name in own:
        return "own"
    if name in upstream:
        return "upstream"
    raise UnknownGrader(f"there is no {kind} “{name}”")
