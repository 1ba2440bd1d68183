"""Writes a look as the settings files and environment variables that the toolkits read."""

from __future__ import annotations

from pathlib import Path

from grounding.data.apps.catalogue import Program
from grounding.data.apps.look import Look

_COMMON = {
    "GNOME_ACCESSIBILITY": "1",
    "SAL_USE_VCLPLUGIN": "gtk3",
    "GTK_MODULES": "gail:atk-bridge",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "QT_ACCESSIBILITY": "1",
    "NO_AT_BRIDGE": "0",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "LANG": "C.UTF-8",
    "GDK_BACKEND": "x11",
    "GTK_OVERLAY_SCROLLING": "0",
    "GSETTINGS_BACKEND": "memory",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/games:/usr/local/sbin:/usr/sbin:/sbin",
}
_JAVA = (
    "-Djavax.accessibility.assistive_technologies=org.GNOME.Accessibility.AtkWrapper "
    "-Xbootclasspath/a:/usr/share/java/java-atk-wrapper.jar -Djava.library.path=/usr/lib/x86_64-linux-gnu/jni"
)
_FRAME_BUTTONS = "NLIMC"
_FIREFOX = """\
user_pref("layout.css.devPixelsPerPx", "{factor}");
user_pref("ui.systemUsesDarkTheme", {dark});
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("accessibility.force_disabled", -1);
"""


def environment(program: Program, look: Look) -> dict[str, str]:
    """Return the variables that make ``program`` accessible and give it the ``look``."""
    env = dict(_COMMON)
    match program.toolkit:
        case "GTK3" | "wxWidgets" | "LibreOffice":
            env |= {"GTK_THEME": _gtk3_theme(look), "GDK_SCALE": str(int(look.factor))}
        case "GTK4":
            env |= {"GDK_SCALE": str(int(look.factor))}
            env |= {"ADW_DISABLE_PORTAL": "1", "GSK_RENDERER": "cairo"}
            env |= {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if look.quirk < 0.4 else "default"}
            env |= {"ADW_DEBUG_HIGH_CONTRAST": "1"} if look.quirk > 0.93 else {}
        case "Qt5" | "Qt6":
            env |= _qt(program, look)
        case "Swing":
            env |= {"JAVA_TOOL_OPTIONS": _JAVA}
        case "Gecko":
            env |= {"GTK_THEME": _gtk3_theme(look), "MOZ_ENABLE_WAYLAND": "0"}
        case "GTK2" | "Chromium":
            pass
    return env


def _gtk3_theme(look: Look) -> str:
    return "Adwaita:dark" if look.theme == "Adwaita" and look.quirk < 0.3 else look.theme


def _qt(program: Program, look: Look) -> dict[str, str]:
    version = program.toolkit.lower()
    env = {"QT_SCALE_FACTOR": str(look.factor), "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    if program.name not in ("qt5ct", "qt6ct") and look.quirk < 0.85:
        env["QT_QPA_PLATFORMTHEME"] = f"{version}ct"
    else:
        env["QT_STYLE_OVERRIDE"] = look.style if version == "qt5" else "Fusion"
    return env


def arguments(program: Program, look: Look) -> list[str]:
    """Return the command line of ``program`` in the ``look``."""
    command = list(program.command)
    if program.toolkit == "Chromium":
        command.insert(1, f"--force-device-scale-factor={look.factor}")
        command[1:1] = ["--force-dark-mode"] if look.is_dark else []
    return command


def write_settings(program: Program, look: Look, home: Path) -> None:
    """Write the settings files of ``look`` below ``home``."""
    dark = "true" if look.is_dark else "false"
    gtk = (
        f"[Settings]\ngtk-theme-name={look.theme}\ngtk-icon-theme-name={look.icons}\n"
        f"gtk-font-name={look.font}\ngtk-overlay-scrolling=false\ngtk-cursor-blink=false\n"
        f"gtk-enable-animations=false\ngtk-application-prefer-dark-theme={dark}\n"
    )
    files = {
        ".config/gtk-3.0/settings.ini": gtk,
        ".config/gtk-4.0/settings.ini": gtk.replace(f"gtk-theme-name={look.theme}\n", ""),
        ".gtkrc-2.0": f'gtk-theme-name="{look.theme}"\ngtk-icon-theme-name="{look.icons}"\n'
        f'gtk-font-name="{look.font}"\ngtk-cursor-blink=0\n',
        ".xsettingsd": _xsettings(program, look),
        ".config/openbox/rc.xml": _openbox(look),
        ".config/kdeglobals": _kdeglobals(look),
        "ffprofile/user.js": _FIREFOX.format(factor=look.factor, dark=int(look.is_dark)),
    }
    for version in ("qt5ct", "qt6ct"):
        files[f".config/{version}/{version}.conf"] = _qtct(version, look)
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")


def _xsettings(program: Program, look: Look) -> str:
    theme = "" if program.toolkit == "GTK4" else f'Net/ThemeName "{look.theme}"\n'
    return (
        f'{theme}Net/IconThemeName "{look.icons}"\nGtk/FontName "{look.font}"\nXft/DPI {look.dpi * 1024}\n'
        "Xft/Antialias 1\nXft/Hinting 1\nGtk/CursorBlink 0\nNet/CursorBlink 0\nGtk/EnableAnimations 0\n"
        'Xft/HintStyle "hintslight"\nGtk/OverlayScrolling 0\n'
    )


def _openbox(look: Look) -> str:
    family, _, size = look.font.rpartition(" ")
    fonts = "".join(
        f'<font place="{place}"><name>{family}</name><size>{size}</size></font>'
        for place in ("ActiveWindow", "InactiveWindow")
    )
    policy = "Smart" if look.quirk < 0.5 else "UnderMouse"
    return (
        '<?xml version="1.0"?><openbox_config xmlns="http://openbox.org/3.4/rc">'
        f"<placement><policy>{policy}</policy></placement>"
        f"<theme><name>{look.frame_theme}</name><titleLayout>{_FRAME_BUTTONS}</titleLayout>{fonts}</theme>"
        "<desktops><number>1</number><popupTime>0</popupTime></desktops>"
        "<focus><focusNew>yes</focusNew></focus></openbox_config>"
    )


def _qtct(version: str, look: Look) -> str:
    family, _, size = look.font.rpartition(" ")
    colours = f"/usr/share/{version}/colors/{look.palette}.conf"
    style = look.style if version == "qt5ct" else "Fusion"
    font = (
        f"{family},{size},-1,5,50,0,0,0,0,0"
        if version == "qt5ct"
        else f"{family},{size},-1,5,400,0,0,0,0,0,0,0,0,0,0,1"
    )
    return (
        f"[Appearance]\nstyle={style}\nicon_theme={look.icons}\ncolor_scheme_path={colours}\n"
        f"custom_palette={'true' if look.palette else 'false'}\nstandard_dialogs=default\n"
        f'[Fonts]\ngeneral="{font}"\nfixed="{font}"\n'
        "[Interface]\ncursor_flash_time=0\n"
    )


def _kdeglobals(look: Look) -> str:
    scheme = Path(f"/usr/share/color-schemes/{'BreezeDark' if look.is_dark else 'BreezeLight'}.colors")
    text = scheme.read_text(encoding="utf-8") if scheme.exists() else ""
    return f"{text}\n[Icons]\nTheme={look.icons}\n[KDE]\nSingleClick=false\n"
