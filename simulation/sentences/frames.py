"""What holds the words of `why` together."""

FRAMES: dict[str, tuple[str, str]] = {
    "frame/quoted": ("“{title}”", "“{title}”"),
    "frame/list": (", ", "、"),
    "frame/and": ("; ", "；"),
    "frame/step": ("{change}: {what}{because}.", "{change}：{what}{because}。"),
    "frame/because": (" ({reasons})", "（{reasons}）"),
    "frame/cost/item": ("{item} {change}", "{item} {change}"),
    "frame/step/took": ("{what} ({time})", "{what}（{time}）"),
    "frame/moved": ("{moment} came {change} {direction}", "{moment}{direction} {change}"),
    "frame/change": ("{change}, {percent} %", "{change}，{percent} %"),
    "frame/day/Mon": ("Mon", "周一"),
    "frame/day/Tue": ("Tue", "周二"),
    "frame/day/Wed": ("Wed", "周三"),
    "frame/day/Thu": ("Thu", "周四"),
    "frame/day/Fri": ("Fri", "周五"),
    "frame/day/Sat": ("Sat", "周六"),
    "frame/day/Sun": ("Sun", "周日"),
    "frame/until": (", {until}", "（{until}）"),
}
"""What holds words together and has none of its own, in English and Chinese."""
