"""Generated names, files, dates, amounts and mails for a page's content."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from random import Random

FIRST = {
    "en": "James Mary Robert Linda Olivia Noah Emma Liam Ava Ethan Grace Henry Chloe Oscar Ruth Priya Omar Wei Kofi Aisha",
    "de": "Anna Jürgen Klaus Sabine Jörg Petra Lukas Björn Käthe Heike Götz Sören Lena Uwe",
    "fr": "Élodie François Amélie Jérôme Chloé Benoît Zoé Agnès Gaël Thérèse Luc Noémie",
    "es": "José María Sofía Íñigo Álvaro Lucía Begoña Martín Inés Raúl Nuria Andrés",
    "pl": "Łukasz Zofia Małgorzata Paweł Żaneta Grzegorz Święta Michał Kinga Wojciech Agnieszka",
    "ru": "Иван Мария Алексей Ольга Дмитрий Екатерина Юрий Светлана Фёдор Наталья",
    "zh_CN": "伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇",
    "ja": "太郎 花子 健一 美咲 翔太 陽子 大輔 さくら 直樹 恵子",
}
LAST = {
    "en": "Smith Johnson Brown O'Neil Taylor Wilson Clark Lewis Walker Hall Young King Wright Green Baker Patel Nguyen Kim",
    "de": "Müller Schröder Weiß Köhler Fuchs Groß Jäger Böhm Huber Straßer Zöllner",
    "fr": "Lefèvre Dupont Moreau Bérard Garçon Rénier d'Aubigné Château Noël Gauthier",
    "es": "García Núñez Muñoz Peña Ibáñez López Fernández Sáez Ortiz Castaño",
    "pl": "Kowalski Wiśniewska Wójcik Kamińska Zając Dąbrowski Szymańska Gałązka Źródło",
    "ru": "Иванов Петрова Смирнов Кузнецова Соколов Попова Лебедев Новикова",
    "zh_CN": "王 李 张 刘 陈 杨 黄 赵 吴 周",
    "ja": "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林",
}
PLACES = [
    "Berlin",
    "Łódź",
    "Kraków",
    "München",
    "Zürich",
    "Paris",
    "Lyon",
    "Málaga",
    "Lisboa",
    "Roma",
    "Oslo",
    "Malmö",
    "Tokyo",
    "Osaka",
    "Beijing",
    "Moscow",
    "London",
    "Bristol",
    "Boston",
    "Denver",
    "Austin",
    "Toronto",
    "Sydney",
    "Cairo",
    "Lagos",
    "Lima",
]
STEMS = [
    "report",
    "invoice",
    "budget",
    "notes",
    "summary",
    "draft",
    "backup",
    "photo",
    "scan",
    "contract",
    "letter",
    "slides",
    "minutes",
    "plan",
    "index",
    "main",
    "README",
    "config",
    "data",
    "results",
    "logo",
    "banner",
    "header",
    "screenshot",
    "export",
    "import",
    "archive",
    "setup",
    "install",
    "todo",
    "Lebenslauf",
    "Rechnung",
    "Übersicht",
    "facture",
    "résumé",
    "informe",
    "presupuesto",
    "umowa",
    "faktura",
    "отчёт",
    "договор",
    "报告",
    "資料",
]
SUFFIXES = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "txt",
    "md",
    "csv",
    "png",
    "jpg",
    "svg",
    "mp3",
    "mp4",
    "zip",
    "tar.gz",
    "py",
    "js",
    "html",
    "css",
    "json",
    "odt",
    "ods",
    "log",
    "iso",
    "deb",
    "exe",
    "dll",
]
NOUNS = [
    "Lamp",
    "Chair",
    "Desk",
    "Kettle",
    "Backpack",
    "Headphones",
    "Keyboard",
    "Monitor",
    "Camera",
    "Bicycle",
    "Jacket",
    "Sneakers",
    "Watch",
    "Mug",
    "Blender",
    "Notebook",
    "Pillow",
    "Tent",
    "Charger",
    "Speaker",
    "Router",
    "Novel",
    "Puzzle",
    "Carpet",
    "Mirror",
    "Toaster",
    "Guitar",
    "Umbrella",
    "Candle",
]
QUALITIES = [
    "Compact",
    "Wireless",
    "Classic",
    "Nordic",
    "Premium",
    "Foldable",
    "Vintage",
    "Smart",
    "Organic",
    "Steel",
    "Oak",
    "Leather",
    "Slim",
    "Portable",
    "Deluxe",
]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def person(r: Random, language: str) -> str:
    first, last = r.choice(FIRST[language].split()), r.choice(LAST[language].split())
    if language in ("zh_CN", "ja"):
        return last + ("" if language == "zh_CN" else " ") + first
    return r.choice((f"{first} {last}", f"{first} {last}", f"{last}, {first}", f"{first} {last[0]}."))


def file_name(r: Random) -> str:
    middle = r.choice(
        ("", "", f"_{r.randint(1, 40)}", f"-{year(r)}", f" ({r.randint(1, 9)})", "_final", "-v2")
    )
    return f"{r.choice(STEMS)}{middle}.{r.choice(SUFFIXES)}"


def folder_name(r: Random) -> str:
    fixed = "Documents Downloads Music Pictures Videos Projects Templates src build tests Archive Photos Work"
    return r.choice((*fixed.split(), str(year(r)), r.choice(STEMS).capitalize()))


def year(r: Random) -> int:
    return r.randint(1998, 2031)


def date(r: Random) -> str:
    day, month = r.randint(1, 28), r.randint(1, 12)
    return r.choice(
        (
            f"{day:02}.{month:02}.{year(r)}",
            f"{year(r)}-{month:02}-{day:02}",
            f"{month}/{day}/{year(r)}",
            f"{day} {MONTHS[month - 1]} {year(r)}",
            f"{MONTHS[month - 1]} {day}",
            f"{day:02}/{month:02}/{year(r) % 100:02} {clock(r)}",
        )
    )


def clock(r: Random) -> str:
    hour, minute = r.randint(0, 23), r.randint(0, 59)
    return r.choice((f"{hour:02}:{minute:02}", f"{hour % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"))


def amount(r: Random) -> str:
    value = r.choice((r.uniform(0, 20), r.uniform(10, 900), r.uniform(1000, 90000)))
    german = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return r.choice((f"${value:,.2f}", f"€{value:,.2f}", f"{german} €", f"£{value:,.0f}", f"{german} zł"))


def size(r: Random) -> str:
    return f"{r.uniform(1, 999):.{r.randint(0, 1)}f} {r.choice(('B', 'KB', 'kB', 'MB', 'MiB', 'GB'))}"


def number(r: Random) -> str:
    return r.choice(
        (
            str(r.randint(0, 99)),
            f"{r.randint(1000, 999999):,}",
            f"{r.uniform(0, 100):.1f}%",
            f"{r.randint(0, 100)} %",
            f"{r.uniform(-50, 50):+.2f}",
            str(r.randint(100, 99999)),
        )
    )


def mail(r: Random) -> str:
    name = f"{r.choice(FIRST['en'].split())}.{r.choice(LAST['en'].split())}".lower().replace("'", "")
    domain = f"{r.choice(NOUNS).lower()}.{r.choice(('com', 'org', 'net', 'de', 'io', 'pl', 'co.uk'))}"
    return f"{name}@{domain}"


def address(r: Random) -> str:
    path = r.choice(
        ("", f"/{r.choice(STEMS)}", f"/{r.choice(NOUNS).lower()}/{r.randint(1, 999)}", "/search?q=a+b")
    )
    return f"{r.choice(('https://', 'https://www.', ''))}{r.choice(NOUNS).lower()}.{r.choice(('com', 'org', 'io'))}{path}"


def product(r: Random) -> str:
    return f"{r.choice(QUALITIES)} {r.choice(NOUNS)}" + r.choice(
        ("", "", f" {r.randint(2, 900)}", " XL", " Pro")
    )


def version(r: Random) -> str:
    return f"{r.randint(0, 30)}.{r.randint(0, 20)}" + r.choice(("", f".{r.randint(0, 40)}"))


def path(r: Random) -> str:
    user = r.choice(FIRST["en"].split())
    return r.choice(
        (
            f"/home/{user.lower()}/{folder_name(r)}",
            f"C:\\Users\\{user}\\{folder_name(r)}",
            f"/usr/share/{r.choice(STEMS)}",
            f"~/{folder_name(r)}/{file_name(r)}",
        )
    )


def code_line(r: Random) -> str:
    a, b = r.choice(STEMS[:24]).lower(), r.choice(NOUNS).lower()
    return r.choice(
        (
            f"def {a}_{b}(self, {b}: int = {r.randint(0, 9)}) -> None:",
            f"    return {a}.{b}({r.randint(0, 99)})",
            f"import {a}",
            f"    if {a} is not None and {b} > {r.randint(0, 99)}:",
            f"const {b} = await {a}('{b}.json');",
            f"#include <{a}/{b}.h>",
            f"    {a}[{r.randint(0, 9)}] += {b} * 0.{r.randint(1, 99)}  # {b}",
            f"<div class=\"{a}-{b}\">{b}</div>",
            f"$ {r.choice(('ls -la', 'git status', 'make install', 'cd ' + b, 'cat ' + a + '.log | grep ' + b))}",
            f"[{clock(r)}:{r.randint(0, 59):02}] {r.choice(('INFO', 'WARN', 'ERROR'))} {a}: {b} {r.randint(1, 5000)} ms",
            "",
        )
    )  # fmt: skip
