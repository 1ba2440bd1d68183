"""Instructions in other languages than English, around the labels as they are on the screen."""

from __future__ import annotations

import random
from dataclasses import dataclass

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import Description, accepted, meant_by
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.naming import sayable
from grounding.data.expressions.scene import Scene
from grounding.types import Role

_ROLES: dict[str, dict[Role, str]] = {
    "zh": {
        "button": "按钮",
        "field": "输入框",
        "checkbox": "复选框",
        "radio": "单选按钮",
        "tab": "标签页",
        "menu": "菜单",
        "menu item": "菜单项",
        "link": "链接",
        "icon": "图标",
        "combo box": "下拉框",
        "list item": "列表项",
        "switch": "开关",
        "slider": "滑块",
        "text": "文字",
        "image": "图片",
        "column header": "列",
    },
    "de": {
        "button": "die Schaltfläche",
        "field": "das Feld",
        "checkbox": "das Kontrollkästchen",
        "tab": "den Reiter",
        "menu": "das Menü",
        "menu item": "den Menüpunkt",
        "link": "den Link",
        "icon": "das Symbol",
        "combo box": "die Auswahlliste",
        "list item": "den Eintrag",
        "radio": "die Option",
        "switch": "den Schalter",
    },
    "fr": {
        "button": "le bouton",
        "field": "le champ",
        "checkbox": "la case",
        "tab": "l'onglet",
        "menu": "le menu",
        "menu item": "l'entrée de menu",
        "link": "le lien",
        "icon": "l'icône",
        "combo box": "la liste déroulante",
        "list item": "l'élément",
        "radio": "le bouton radio",
        "switch": "l'interrupteur",
    },
    "es": {
        "button": "el botón",
        "field": "el campo",
        "checkbox": "la casilla",
        "tab": "la pestaña",
        "menu": "el menú",
        "menu item": "la opción",
        "link": "el enlace",
        "icon": "el icono",
        "combo box": "la lista desplegable",
        "list item": "el elemento",
        "radio": "la opción",
        "switch": "el interruptor",
    },
    "pl": {
        "button": "przycisk",
        "field": "pole",
        "checkbox": "pole wyboru",
        "tab": "kartę",
        "menu": "menu",
        "menu item": "pozycję",
        "link": "odnośnik",
        "icon": "ikonę",
        "combo box": "listę",
        "list item": "element",
    },
    "ru": {
        "button": "кнопку",
        "field": "поле",
        "checkbox": "флажок",
        "tab": "вкладку",
        "menu": "меню",
        "menu item": "пункт",
        "link": "ссылку",
        "icon": "значок",
        "combo box": "список",
        "list item": "элемент",
    },
    "ja": {
        "button": "ボタン",
        "field": "入力欄",
        "checkbox": "チェックボックス",
        "tab": "タブ",
        "menu": "メニュー",
        "menu item": "項目",
        "link": "リンク",
        "icon": "アイコン",
        "combo box": "プルダウン",
        "list item": "項目",
    },
}
_FORMS: dict[str, tuple[str, ...]] = {
    "zh": (
        "点击{q}",
        "点击{q}{role}",
        "请点击{q}{role}",
        "选择{q}",
        "打开{q}",
        "单击{q}{role}",
        "{q}{role}",
        "{label}{role}",
        "点击页面上的{q}",
        "双击{q}",
        "名为{q}的{role}",
        "点击{label}",
        "找到{q}{role}并点击",
        "{q}",
        "{label}",
    ),
    "de": (
        "Klicke auf {q}",
        "Klicken Sie auf {role} {q}",
        "Wähle {role} {q}",
        "{role} {q}",
        "Öffne {q}",
        "Drücke {q}",
        "Bitte auf {q} klicken",
        "klicke {label}",
    ),
    "fr": (
        "Cliquez sur {q}",
        "Cliquez sur {role} {q}",
        "Choisissez {q}",
        "{role} {q}",
        "Ouvrir {q}",
        "clique sur {label}",
    ),
    "es": (
        "Haga clic en {q}",
        "Pulsa {role} {q}",
        "Elige {q}",
        "{role} {q}",
        "Haz clic en {role} {label}",
        "Abre {q}",
    ),
    "pl": ("Kliknij {q}", "Kliknij {role} {q}", "Wybierz {q}", "{role} {q}", "Naciśnij {role} {label}"),
    "ru": (
        "Нажмите {q}",
        "Нажмите {role} {q}",
        "Выберите {q}",
        "{role} {q}",
        "Откройте {q}",
        "нажми {label}",
    ),
    "ja": ("{q}をクリック", "{q}{role}をクリックしてください", "{q}を選択", "{q}{role}", "{label}を押す"),
}
FOREIGN = tuple(f"{language}-" for language in _FORMS)
_FIELD_FORMS: dict[str, tuple[str, ...]] = {
    "zh": (
        "在{q}输入框中输入test",
        "{q}输入框",
        "在{label}中输入内容",
        "{q}右侧的输入框",
        "点击{q}下方的输入框",
    ),
    "de": ("Gib test in das Feld {q} ein", "das Feld {q}", "Eingabefeld {q}"),
    "fr": ("Saisissez test dans le champ {q}", "le champ {q}"),
    "es": ("Escribe test en el campo {q}", "el campo {q}"),
    "pl": ("Wpisz test w pole {q}", "pole {q}"),
    "ru": ("Введите test в поле {q}", "поле {q}"),
    "ja": ("{q}にtestと入力", "{q}の入力欄"),
}
_CONCEPTS_ZH = {
    "save": "保存",
    "open": "打开",
    "new": "新建",
    "close": "关闭",
    "print": "打印",
    "delete": "删除",
    "cut": "剪切",
    "copy": "复制",
    "paste": "粘贴",
    "undo": "撤销",
    "redo": "重做",
    "search": "搜索",
    "settings": "设置",
    "help": "帮助",
    "home": "首页",
    "back": "返回",
    "forward": "前进",
    "refresh": "刷新",
    "stop": "停止",
    "cancel": "取消",
    "ok": "确定",
    "play": "播放",
    "pause": "暂停",
    "volume": "音量",
    "mute": "静音",
    "zoom in": "放大",
    "zoom out": "缩小",
    "fullscreen": "全屏",
    "maximize": "最大化",
    "minimize": "最小化",
    "bold": "加粗",
    "italic": "斜体",
    "underline": "下划线",
    "add": "添加",
    "edit": "编辑",
    "share": "分享",
    "send": "发送",
    "mail": "邮件",
    "download": "下载",
    "upload": "上传",
    "folder": "文件夹",
    "browser": "浏览器",
    "terminal": "终端",
    "calculator": "计算器",
    "calendar": "日历",
    "user": "用户",
    "login": "登录",
    "logout": "退出登录",
    "lock": "锁定",
    "menu": "菜单",
    "filter": "筛选",
    "bookmark": "收藏",
    "like": "点赞",
    "comment": "评论",
    "notification": "通知",
    "cart": "购物车",
    "map": "地图",
    "camera": "相机",
    "video": "视频",
    "music": "音乐",
    "history": "历史",
    "eye": "显示",
    "sort": "排序",
    "select all": "全选",
    "clear": "清空",
}


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Writes whole instructions in another language than English."""

    scene: Scene
    concepts: Concepts
    rng: random.Random

    def by_label(self, target: int, language: str = "") -> Description | None:
        """Quote the target's label in an instruction in ``language``, or in a random one."""
        rng, e = self.rng, self.scene.elements[target]
        label = self.scene.label(target)
        language = language or rng.choice(["zh", "zh", "zh", "de", "fr", "es", "pl", "ru", "ja"])
        noun = self.scene.noun(target)
        role = _ROLES[language].get(noun)
        if not sayable(label, noun) or role is None:
            return None
        field = e.role == "field"
        forms = _FIELD_FORMS[language] if field else _FORMS[language]
        number = rng.randrange(len(forms))
        names_role = field or "{role}" in forms[number]
        found = meant_by(self.scene, label, noun if names_role else None)
        targets = accepted(self.scene, target, found)
        words = forms[number].format(q=quoted(label, rng), label=label, role=role)
        kind = "field" if field else "text"
        template = f"{language}-{kind}:{number}"
        return Description(words, targets, kind, template, noun, (label,)) if targets else None  # type: ignore[arg-type]

    def by_concept(self, target: int) -> Description | None:
        """Say in Chinese what an icon or button does."""
        e, rng = self.scene.elements[target], self.rng
        key = self._key(target)
        if key not in _CONCEPTS_ZH:
            return None
        targets = accepted(
            self.scene, target, [i for i in range(len(self.scene.elements)) if self._key(i) == key]
        )
        word = _CONCEPTS_ZH[key]
        forms = (
            f"{word}图标",
            f"点击{word}图标",
            f"{word}按钮",
            f"点击{word}按钮",
            word,
            f"点击{word}",
            f"用来{word}的按钮",
        )
        number = rng.randrange(len(forms))
        if len(self.scene.distinct(targets)) > 1:
            return None
        kind = "text" if self.scene.label(target) else "icon"
        template = f"zh-concept-{kind}:{number}"
        return Description(forms[number], targets, kind, template, e.role, (key,)) if targets else None  # type: ignore[arg-type]

    def _key(self, target: int) -> str:
        label = self.scene.label(target)
        names = [label] if label else self.scene.pictured(target)[:3]
        key = next((k for n in names if (k := self.concepts.key(n))), "")
        # Back and previous are one word in a browser, not in a player.
        return key if key not in ("back", "forward") or key in map(str.lower, names) else ""
