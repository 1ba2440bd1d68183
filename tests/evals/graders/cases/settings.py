"""What programs and the browser keep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.evals.graders import samples as make
from tests.evals.graders.cases.case import Case


def settings(folder: Path) -> Iterator[Case]:
    gimp = make.text(folder, "gimprc", '# remark\n(undo-levels 100)\n(theme "Light")\n(a b yes)\n')
    for key, value in (
        ("undo-levels", "100"),
        ("undo-levels", "5"),
        ("theme", '"Light"'),
        (["a", "b"], "yes"),
    ):
        yield Case("check_config_status", gimp, {"key": key, "value": value})
    for number, lines in enumerate(
        (
            "#qt-bgcone=1\n",
            "qt-bgcone=0\nqt-max-volume=200\nqt-minimal-view=1\nglobal-key-play-pause=Space\n",
            "",
        )
    ):
        vlc = make.text(folder, f"vlcrc{number}", lines + "one-instance-when-started-from-file=0\n")
        for name in (
            "qt_bgcone",
            "qt_minimal_view",
            "global_key_play_pause",
            "one_instance_when_started_from_file",
        ):
            for value in (0, 1, "1"):
                yield Case(f"check_{name}", vlc, {f"expected_{name}": value})
        yield Case("check_qt_max_volume", vlc, {"expected_qt_max_volume": 200})
    colours = "qt-slider-colours=1;2;3;4;5;6\ninput-record-path=/home/user/Desktop\n"
    for number, lines in enumerate((colours, "input-record-path=/tmp\n")):
        vlc = make.text(folder, f"colours{number}", lines)
        yield Case("check_qt_slider_colours", vlc, {"type": "blackish"})
        yield Case(
            "check_qt_slider_colours", vlc, {"type": "match", "expected_qt_slider_colours": "1;2;3;4;5;6"}
        )
        yield Case("is_vlc_recordings_folder", vlc, {"recording_file_path": "/home/user/Desktop"})
    screen = {"width": 1920, "height": 1080}
    yield Case("is_vlc_fullscreen", screen, screen)
    yield Case("is_vlc_fullscreen", {"width": 800, "height": 600}, screen)
    meta = '<information><category name="meta"><info name="{}">{}</info></category></information>'
    for number, (state, name, value) in enumerate(
        (
            ("playing", "filename", "a.mp4"),
            ("paused", "filename", "a.mp4"),
            ("playing", "url", "http://x/a.mp4"),
        )
    ):
        status = make.text(
            folder, f"status{number}.xml", f"<root><state>{state}</state>{meta.format(name, value)}</root>"
        )
        yield Case("is_vlc_playing", status, {"type": "file_name", "file_name": "a.mp4"})
        yield Case("is_vlc_playing", status, {"type": "url", "url": "http://x/a.mp4"})
    yield from _office_settings(folder)
    yield from _mail_settings(folder)


def _office_settings(folder: Path) -> Iterator[Case]:
    item = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    items = (
        item.format("/org.openoffice.Office.Writer/DefaultFont", "Standard", "Times New Roman")
        + item.format("/org.openoffice.Office.Impress/Misc/Start", "EnablePresenterScreen", "false")
        + item.format("/org.openoffice.Office.Common/Save/Document", "AutoSaveTimeIntervall", "3")
    )
    head = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    for number, inside in enumerate((items, items.replace("false", "true").replace(">3<", ">9<"), "")):
        file = make.text(folder, f"office{number}.xcu", f"{head}{inside}</oor:items>")
        yield Case("find_default_font", file, {"font_name": "Times New Roman"})
        yield Case("check_presenter_console_disable", file, None)
        yield Case("check_auto_saving_time", file, {"minutes": 3})


def _mail_settings(folder: Path) -> Iterator[Case]:
    prefs = make.text(
        folder,
        "prefs.js",
        '// x\nuser_pref("a.theme", "dark-one");\nuser_pref("a.on", true);\nuser_pref("n", 5);\n',
    )
    for key, condition in (
        ("a.theme", {"method": "re", "ref": "dark"}),
        ("a.on", {"method": "eq", "ref": True}),
        ("n", {"method": "lt", "ref": 5}),
        ("absent", {"method": "eq", "ref": True}),
    ):
        yield Case("check_thunderbird_prefs", prefs, {"expect": {key: condition}})
        yield Case("check_thunderbird_prefs", prefs, {"unexpect": {key: condition}})
    filters = make.text(
        folder,
        "msgFilterRules.dat",
        'version="9"\nname="To \\"x\\""\nenabled="yes"\ntype="17"\naction="Move to folder"\n'
        'actionValue="mailbox://x"\ncondition="AND (subject,contains,discount) OR (from,is,a)"\n',
    )
    wanted = {"enabled": "yes", "action": "Move to folder", "condition": ["AND (subject,contains,discount)"]}
    both = {**wanted, "condition": ["AND (subject,contains,discount)", "OR (from,is,a)"]}
    for expect in (wanted, both, {"name": 'To "x"'}, {"enabled": "no"}):
        yield Case("check_thunderbird_filter", filters, {"expect": [expect]})
        yield Case("check_thunderbird_filter", filters, {"unexpect": [expect]})


def browser(_: Path) -> Iterator[Case]:
    addresses = (
        "https://www.drugs.com/npc/",
        "https://drugs.com/npc/",
        "http://www.drugs.com/npc/",
        "drugs.com/npc/",
        "https://www.drugs.co.uk/npc/",
        "https://m.drugs.com/npc/",
        "https://www.drugs.com/npp/?q=1#a",
        "https://www.drugs.com/npp/?q=1",
        "https://127.0.0.1:80/npc/",
        "chrome://settings/",
        "file:///home/user/a.pdf",
    )
    for mine in addresses:
        for wanted in addresses:
            yield Case("is_expected_active_tab", mine, {"type": "url", "url": wanted})
        yield Case("is_expected_active_tab", {"url": mine}, {"type": "url", "url": addresses[0]})
        yield Case(
            "is_expected_active_tab_approximate", mine, {"type": "url", "url": "https://www.drugs.com/npp/"}
        )
        yield Case("is_expected_url_pattern_match", mine, {"expected": ["drugs", r"np[cp]/"]})
        yield Case("is_expected_tabs", [{"url": mine}], {"type": "url", "urls": [addresses[1]]})
    folder = {"type": "folder", "name": "Liked Authors", "children": [{"type": "url", "url": "https://a/"}]}
    roots = {"bookmark_bar": {"children": [folder, {"type": "url", "url": "https://b/", "name": "b"}]}}
    for rules in (
        {"type": "bookmark_bar_folders_names", "names": ["Liked Authors"]},
        {"type": "bookmark_bar_folders_names", "names": ["Other"]},
        {"type": "bookmark_bar_websites_urls", "urls": ["https://b/"]},
        {"type": "bookmark_bar_websites_urls", "urls": ["https://c/"]},
        {
            "type": "liked_authors_websites_urls",
            "names": ["Liked Authors"],
            "urls": [["https://a/", "https://z/"]],
        },
        {"type": "liked_authors_websites_urls", "names": ["Liked Authors"], "urls": ["https://z/"]},
    ):
        yield Case("is_expected_bookmarks", roots, rules)
    for rows in ([[0, ".amazon.com"]], [[0, ".other.com"]], []):
        yield Case("is_cookie_deleted", rows, {"type": "domains", "domains": [".amazon.com"]})
    for rows in ([["https://youtube.com/a", "t", 1]], [["https://x.org", "t", 1]]):
        yield Case("check_history_deleted", rows, {"type": "keywords", "keywords": ["youtube"]})
    for name in ("Mathematics", "Other"):
        yield Case(
            "is_shortcut_on_desktop", {"a.desktop": f"Name={name}\n"}, {"type": "name", "name": "Mathematics"}
        )
    for size in (16, 20):
        yield Case("check_font_size", {"default_font_size": size}, {"type": "value", "value": 20})
        yield Case("check_font_size", {"default_font_size": size}, {"type": "range", "min": 16, "max": 99})
    for names in (["a", "b"], ["b"], []):
        yield Case("is_expected_installed_extensions", names, {"expected": ["a"]})
    yield Case("is_expected_search_query", {"url": "https://x/?q=dog"}, {"expect": {"pattern": "q=dog"}})
    yield Case("is_expected_search_query", {"url": "https://x/?q=cat"}, {"expect": {"pattern": "q=dog"}})
    for content in ("The Dota 2 Official Soundtrack", "nothing"):
        yield Case("is_added_to_steam_cart", {"content": content}, {"items": ["Dota 2"]})
