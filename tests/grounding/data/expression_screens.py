"""Small screens with known truth for the tests of the expression grammar."""

from __future__ import annotations

from grounding.data.sample import RenderedElement, RenderedScreen


def settings_screen() -> RenderedScreen:
    """A window with a toolbar of icons, a form, three rows with Edit buttons and tabs."""
    e = RenderedElement
    elements = [
        e((0, 0, 800, 600), "window", "Settings - Example"),
        *(
            e((10 + 40 * i, 40, 42 + 40 * i, 72), "icon", name=name, icon=icon, parent=0)
            for i, (name, icon) in enumerate(
                [
                    ("Save", "document-save"),
                    ("Undo", "edit-undo"),
                    ("Search", "edit-find"),
                    ("", "user-trash"),
                ]
            )
        ),
        e((20, 100, 100, 120), "text", "Name", parent=0),
        e((120, 96, 320, 124), "field", label="Name", parent=0),
        e((20, 140, 100, 160), "text", "Country", parent=0),
        e((120, 136, 320, 164), "combo box", "Germany", label="Country", parent=0),
        e((20, 180, 200, 200), "checkbox", "Wi-Fi enabled", state=("unchecked",), parent=0),
        e((20, 210, 200, 230), "checkbox", "Bluetooth", state=("checked",), parent=0),
        *(e((20, 260 + 40 * i, 120, 284 + 40 * i), "text", f"Invoice {i + 1}", parent=0) for i in range(3)),
        *(e((300, 260 + 40 * i, 360, 284 + 40 * i), "button", "Edit", parent=0) for i in range(3)),
        e((20, 400, 100, 430), "tab", "General", state=("selected",), parent=0),
        e((100, 400, 180, 430), "tab", "Network", parent=0),
        e((180, 400, 260, 430), "tab", "Advanced", parent=0),
        e((600, 560, 680, 590), "button", "Cancel", parent=0),
        e((700, 560, 780, 590), "button", "Save", parent=0),
    ]
    return RenderedScreen(
        "settings", "settings.png", (800, 600), "test", "GTK3", "example", "train", tuple(elements)
    )


def player_screen() -> RenderedScreen:
    """Another program, whose words are not on the settings screen."""
    e = RenderedElement
    elements = [
        e((0, 0, 640, 480), "window", "Music player"),
        e((10, 10, 90, 40), "menu", "Playlist", parent=0),
        e((100, 10, 180, 40), "menu", "Equalizer", parent=0),
        e((10, 60, 50, 100), "icon", name="Pause", icon="media-playback-pause", parent=0),
        e((60, 60, 200, 100), "slider", label="Volume", parent=0),
        e((10, 120, 300, 150), "list item", "Blue in Green", parent=0),
        e((10, 150, 300, 180), "list item", "So What", parent=0),
    ]
    return RenderedScreen(
        "player", "player.png", (640, 480), "test", "Qt5", "player", "validation", tuple(elements)
    )
