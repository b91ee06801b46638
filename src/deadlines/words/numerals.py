"""Numbers that are written with letters or signs of their own: Chinese, Ethiopic, Hebrew."""

from itertools import pairwise

_HAN = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "両": 2, "两": 2}
_HAN_TENS = {"十": 10, "廿": 20, "卅": 30}
HAN = frozenset(_HAN) | frozenset(_HAN_TENS)
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400), strict=True))
_HEBREW |= {"ך": 20, "ם": 40, "ן": 50, "ף": 80, "ץ": 90}


def han(signs: str) -> int:
    """Return 2027 for 二〇二七, 30 for 三十; -1 where it is no such number."""
    if not any(sign in _HAN_TENS for sign in signs):
        return int("".join(str(_HAN[sign]) for sign in signs)) if len(signs) <= 4 else -1
    head, tens, tail = next(signs.partition(sign) for sign in signs if sign in _HAN_TENS)
    if len(head) > 1 or len(tail) > 1 or any(sign in _HAN_TENS for sign in tail):
        return -1
    times = _HAN[head] if head else 1
    return times * _HAN_TENS[tens] + (_HAN[tail] if tail else 0)


def ethiopic(signs: str) -> int:
    """Return 22 for ፳፪, 2019 for ፳፻፲፱; -1 where it is no such number."""
    total = group = 0
    for sign in signs:
        place = ord(sign) - 0x1368
        if not 1 <= place <= 20:
            return -1
        if place <= 9:
            group += place
        elif place <= 18:
            group += (place - 9) * 10
        else:
            total, group = total + (group or 1) * (100 if place == 19 else 10_000), 0
    return total + group


def hebrew(letters: str) -> int:
    """Return 23 for כג, 787 for תשפז (folded, so without the strokes); -1 where the letters are a word."""
    values = [_HEBREW.get(letter, 0) for letter in letters]
    if not 1 <= len(values) <= 5 or 0 in values:
        return -1
    falling = all(first >= second for first, second in pairwise(values))
    return sum(values) if falling else -1
