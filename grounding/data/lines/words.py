"""Made-up things that stand on screens beside phrases: paths, numbers, dates, code, keys, noise."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence

Maker = Callable[[random.Random, Sequence[str]], str]


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_EXTENSIONS = _listed(
    """
    txt md py js ts json csv pdf png jpg svg html css xml yaml toml log zip tar.gz docx xlsx odt mp3 mp4 c
    cpp h rs go java sh exe conf ini db
    """
)
_FOLDERS = _listed(
    """
    home usr etc var tmp src lib bin Documents Downloads Pictures Desktop Music Videos local share build
    dist node_modules tests docs assets images data config Users Program Windows System32 AppData
    """
)
_DOMAINS = _listed(
    """
    com org net de io dev fr es pl ru eu co.uk gov edu app info ch at it nl cz
    """
)
_KEYS = _listed(
    """
    Ctrl Shift Alt Super Strg Meta Cmd Maj Umschalt
    """
)
_LAST_KEYS = (
    *string.ascii_uppercase, *string.digits, *(f"F{i}" for i in range(1, 13)),
    *_listed("Del Delete Enter Return Esc Tab Space Home End PgUp PgDn Ins Entf Left Right Up Down + - ,"),
)  # fmt: skip
_SIGN_KEYS = tuple("+-−×÷=%.,/*^()√±π?!#@&$€<>×:;…")
_WORD_KEYS = _listed(
    """
    C CE AC MC MR MS M+ M- DEL ANS sin cos tan ln log exp mod x² x³ n! 1/x +/- ← OK Ok No On Off Yes Go Add
    New All Cut Tab Esc AM PM EN DE US B I U S A a Aa ab T Tx px pt em Hz dB GB kB x y w h X: Y: W: H: L R
    """
)
_SHORT_NUMBERS = (
    "{n}%", "{n} %", "{n} px", "{n}px", "{n} pt", "{d}", "{d:.2f}", "-{n}", "+{n}", "({n})", "{n}:", "{n}.",
    "#{n}", "{n}/9",
    "1/{n}", "{n}×", "{n}x", "{m}:{m:02}", "0:{m:02}", "{n}K", "{n}k", "{n} MB", "{n}°", "${n}", "{n} €",
    "{n}+", "of {n}",
)  # fmt: skip
_MONTHS = _listed(
    """
    Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec January February March April June July August September
    October November December
    """
)
_DAYS = _listed(
    """
    Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
_UNITS = _listed(
    """
    B KB MB GB TB kB KiB MiB GiB px pt em mm cm m km kg g s ms min h Hz kHz MHz GHz dB fps % °C °F K W V A
    """
)
_NAMES = _listed(
    """
    Anna Ben Clara David Emma Felix Greta Hugo Ines Jan Karl Lena Maria Nina Oscar Paul Rosa Sofia Tom Zoe
    Miller Smith García Müller Kowalski Dubois Nguyen Ivanova O'Brien Rossi
    """
)
_SYMBOLS = list("…•©®™→←↑↓↔✓✗×÷±°€£¥§–—“”„‘’«»‹›▸▾◂▴★☆●○■≤≥≠≈∞√−·|¶†№½¼¾²³¹⋮☰↵⇧⌘")
_CODE = (
    "def {a}({b}, {c}):", "return {a}.{b}", "if {a} == {n}:", "for {a} in range({n}):", "import {a}",
    "from {a} import {b}", "const {a} = {n};", "let {a} = {b}[{n}];", "{a}.{b}({c});", "int {a} = {n};",
    "#include <{a}.h>", "print(f\"{{{a}}}\")", "<{a} class=\"{b}\">", "</{a}>", "{a}: {b};", "\"{a}\": {n},",
    "self.{a} = {b}", "while ({a} < {n}) {{", "}} else {{", "// {a} {b}", "# {a} {b}", "{a} += {n}", "@{a}",
    "git commit -m \"{a} {b}\"", "sudo apt install {a}", "{a} --{b}={n}", "cd ~/{a} && ls -la", "$ {a} -{c}",
    "SELECT {a} FROM {b};", "public void {a}() {{", "lambda {a}: {b} ** {n}", "&{a}->{b}", "{a} != NULL",
    "0x{h}", "#{h}", "{a}[{n}:{n}]", "try: {a}()", "{a}::{b}<{c}>", "!{a} || {b}", "{a} ? {b} : {c}",
    "\\{a}{{{b}}}",
)  # fmt: skip

_NUMBERS = (
    "{n}", "{n}", "{n:,}", "{dots}", "{d:.1f}", "{d:.2f}", "{d:.3f}", "-{n}", "{comma}", "{p}%", "{p} %",
    "{n} {u}",
    "{d:.1f} {u}", "({n})", "+{n}", "{a}/{b}", "{a} of {n}", "#{n}", "{c}×{a}", "{c} x {a}", "[{n}]", "{n}:",
    "{a}.{b}.{a}.{p}", "{h}", "+{p} {c} {n}",
)  # fmt: skip
_PRICES = (
    "${v:,.2f}", "€{v:,.2f}", "£{v:,.2f}", "{v:,.2f} €", "{comma} €", "{v:,.2f} USD", "¥{v:,.0f}",
    "{v:.0f} ₽",
    "{comma} zł", "-${v:,.2f}",
)  # fmt: skip
_CLOCKS = ("{h:02}:{n:02}", "{m}:{n:02} {x}", "{h:02}:{n:02}:{s:02}")
_DATES = (
    "{d:02}.{m:02}.{y}", "{m}/{d}/{y}", "{y}-{m:02}-{d:02}", "{d} {M} {y}", "{M} {d}, {y}", "{D}, {d}. {M}",
    "{d}/{m}/{y}", "{D} {d}", "{M} {y}", "{y}-{m:02}-{d:02}T{h:02}:{n:02}Z",
)  # fmt: skip


def made_up(chance: random.Random, words: Sequence[str]) -> str:
    """Return one random thing that is no phrase; ``words`` are plain words to build it from."""
    makers = chance.choices([m for m, _ in _MAKERS], [w for _, w in _MAKERS])
    return makers[0](chance, words)


def short(chance: random.Random) -> str:
    """Return what stands alone on a key, a spin box, a badge, or a page control."""
    number = chance.choice(
        (chance.randint(0, 9), chance.randint(0, 9), chance.randint(0, 99), chance.randint(100, 2050))
    )
    return chance.choice(
        (
            str(number),
            str(number),
            chance.choice(string.digits),
            chance.choice(_SIGN_KEYS),
            chance.choice(_SIGN_KEYS),
            chance.choice(_WORD_KEYS),
            chance.choice(string.ascii_letters),
            chance.choice(_SHORT_NUMBERS).format(n=number, d=number / 10, m=chance.randint(0, 59)),
        )
    )


def noise(chance: random.Random) -> str:
    """Return characters in no language's order, so that the reader learns to look and not to guess."""
    pools = (
        string.ascii_letters, string.ascii_letters + string.digits, string.digits, string.ascii_lowercase,
        string.ascii_uppercase + string.digits, string.printable[:94], "Il1|i!jtfrl.,:;'", "0OoQDCGce",
        "rnmwvvuu",
        "äöüßÄÖÜéèêàçñáíóúąęłżźćńśÉÈÁÓÚŁŻŚěščřžýůőűğşıİøåæ",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯёЁ",
    )  # fmt: skip
    pool = chance.choice(pools)
    pieces = chance.choice((1, 1, 1, 2, 3))
    return " ".join("".join(chance.choices(pool, k=chance.randint(1, 12))) for _ in range(pieces))


def _single(chance: random.Random, words: Sequence[str]) -> str:
    return chance.choice(string.ascii_letters + string.digits * 3 + "+-*/=%&#@?!.,:;<>()[]{}|_~^$\"'\\`")


def _symbol(chance: random.Random, words: Sequence[str]) -> str:
    sign = chance.choice(_SYMBOLS)
    word = chance.choice(words)
    return chance.choice(
        (sign, sign, f"{word}{sign}", f"{sign} {word}", f"{word} {sign} {chance.choice(words)}")
    )


def _camel(chance: random.Random, words: Sequence[str]) -> str:
    parts = [w.lower() for w in chance.choices(words, k=chance.randint(2, 3))]
    return chance.choice(
        (
            "".join(p.capitalize() for p in parts),
            parts[0] + "".join(p.capitalize() for p in parts[1:]),
            "_".join(parts),
            "-".join(parts),
            "_".join(parts).upper(),
        )
    )


def _file(chance: random.Random, words: Sequence[str]) -> str:
    stem = chance.choice(
        (chance.choice(words), _camel(chance, words), f"{chance.choice(words)} ({chance.randint(1, 9)})")
    )
    return f"{stem}.{chance.choice(_EXTENSIONS)}"


def _path(chance: random.Random, words: Sequence[str]) -> str:
    folders = [chance.choice((*_FOLDERS, chance.choice(words))) for _ in range(chance.randint(1, 4))]
    end = chance.choice((_file(chance, words), ""))
    if chance.random() < 0.3:
        return chance.choice("CDE") + ":\\" + "\\".join([*folders, end])
    return chance.choice(("/", "~/", "./", "../", "")) + "/".join([*folders, end])


def _address(chance: random.Random, words: Sequence[str]) -> str:
    name, other = (w.lower() for w in chance.choices(words, k=2))
    host = f"{name}{chance.choice(('', '', '-' + other))}.{chance.choice(_DOMAINS)}"
    if chance.random() < 0.4:
        user, more = (n.lower() for n in chance.choices((*_NAMES, other), k=2))
        return f"{user}{chance.choice(('', f'.{more}', str(chance.randint(1, 99))))}@{host}"
    prefix = chance.choice(("https://", "http://", "https://www.", "www.", "", "ftp://"))
    path = _path(chance, words).strip("/~.")
    return prefix + host + chance.choice(("", "/", f"/{path}", f"?q={other}", f":{chance.randint(80, 9999)}"))


def _number(chance: random.Random, words: Sequence[str]) -> str:
    value = chance.choice((chance.randint(0, 99), chance.randint(100, 99999), chance.randint(10**5, 10**9)))
    part = chance.random() * 10 ** chance.randint(0, 4)
    return chance.choice(_NUMBERS).format(
        n=value,
        d=part,
        comma=f"{part:.2f}".replace(".", ","),
        dots=f"{value:,}".replace(",", "."),
        p=chance.randint(0, 100),
        a=chance.randint(1, 255),
        b=chance.randint(1, 255),
        c=chance.randint(100, 4000),
        u=chance.choice(_UNITS),
        h=f"{chance.getrandbits(64):x}",
    )


def _price(chance: random.Random, words: Sequence[str]) -> str:
    value = chance.random() * 10 ** chance.randint(1, 4)
    return chance.choice(_PRICES).format(v=value, comma=f"{value:.2f}".replace(".", ","))


def _date(chance: random.Random, words: Sequence[str]) -> str:
    clock, date = (
        chance.choice(formats).format(
            d=chance.randint(1, 28),
            m=chance.randint(1, 12),
            y=chance.randint(1970, 2035),
            M=chance.choice(_MONTHS),
            D=chance.choice(_DAYS),
            h=chance.randint(0, 23),
            n=chance.randint(0, 59),
            s=chance.randint(0, 59),
            x=chance.choice(("AM", "PM")),
        )
        for formats in (_CLOCKS, _DATES)
    )
    return chance.choice((date, clock, f"{date} {clock}", f"{date}, {clock}"))


def _keys(chance: random.Random, words: Sequence[str]) -> str:
    held = chance.sample(_KEYS, chance.randint(1, 2))
    keys = "+".join([*held, chance.choice(_LAST_KEYS)])
    return chance.choice((keys, keys, keys, f"{chance.choice(words)} ({keys})", chance.choice(_LAST_KEYS)))


def _version(chance: random.Random, words: Sequence[str]) -> str:
    number = ".".join(str(chance.randint(0, 30)) for _ in range(chance.randint(2, 4)))
    return chance.choice(
        (
            number,
            f"v{number}",
            f"{chance.choice(words)} {number}",
            f"Version {number}",
            f"{number}-rc{chance.randint(1, 9)}",
            f"{chance.choice(words).lower()}-{number}",
        )
    )


def _code(chance: random.Random, words: Sequence[str]) -> str:
    a, b, c = (chance.choice((w.lower(), _camel(chance, words))) for w in chance.choices(words, k=3))
    return chance.choice(_CODE).format(
        a=a, b=b, c=c, n=chance.randint(0, 999), h=f"{chance.getrandbits(24):06x}"
    )


def _person(chance: random.Random, words: Sequence[str]) -> str:
    name, word = f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}", chance.choice(words).lower()
    mail = f"{chance.choice(_NAMES).lower()}@{word}.{chance.choice(_DOMAINS)}"
    return chance.choice((name, f"{name} <{mail}>", f"@{word}", f"#{word}"))


def _some_words(chance: random.Random, words: Sequence[str]) -> str:
    chosen = chance.choices(words, k=chance.randint(1, 5))
    case = chance.choice((str, str.capitalize, str.upper, str.lower, str.title))
    text = " ".join(case(w) for w in chosen)
    return chance.choice(
        (
            text,
            text,
            text,
            f"{text}…",
            f"{text}...",
            f"{text}:",
            f"“{text}”",
            f"({text})",
            f'"{text}"',
            f"{text}, {chance.choice(words)}",
            f"• {text}",
            f"{text}?",
        )
    )


_MAKERS: tuple[tuple[Maker, float], ...] = (
    (_single, 9), (_symbol, 8), (_camel, 7), (_file, 8), (_path, 8), (_address, 8), (_number, 16),
    (_price, 4), (_date, 8), (_keys, 7), (_version, 4), (_code, 12), (_person, 4), (_some_words, 20),
)  # fmt: skip
