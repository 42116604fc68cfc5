"""What can go wrong with paper, each with a message for people."""


class FontsMissing(RuntimeError):
    """No Chinese font at all is installed; the message says what to install."""


class ForbiddenAddress(ValueError):
    """A document asked for something outside its folders; nothing was read."""


class UnmappableCharacters(ValueError):
    """Characters that no installed font has; ``found`` lists (character, text around it)."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found = found
        named = "；".join(
            f"“{char}”（U+{ord(char):04X}），在“{where}”" for char, where in found[:10]
        )
        more = f"等 {len(found)} 处" if len(found) > 10 else ""
        super().__init__(
            f"下列字符没有字体可以打印：{named}{more}。"
            "请改用通用规范汉字，或把含有这些字的字体放入单位字体目录后重试。"
        )
