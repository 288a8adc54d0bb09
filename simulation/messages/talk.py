"""What is said of public talk and of clients: moments and lines of the feed."""

TALK: dict[str, tuple[str, str]] = {
    "moment/posts-seen": ("somebody has seen what is said of us", "已有人看到外界议论"),
    "moment/verifiable-channel": ("the notice names a way to check it", "通知附有核实渠道"),
    "talk/posts-seen": ("what is said of us is seen", "看到外界议论"),
    "event/soothing-disproved": ("our soothing words disproved", "安抚之词被推翻"),
    "fact/statement.untrue": ("what we said turns out untrue", "我们的说法被证实不实"),
}
"""Every message about talk: its key, and its English and Chinese form."""
