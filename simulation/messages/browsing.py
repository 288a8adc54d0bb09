"""What is said of how long a drill is meant to take."""

BROWSING: dict[str, tuple[str, str]] = {
    "screen/length": ("{minutes}-min drill", "{minutes}分钟演练"),
    "deck/spare": (
        "Spare: it belongs to the drill of {minutes} minutes. Release it if there is time.",
        "备用：属于 {minutes} 分钟的演练，时间允许时可发布。",
    ),
    "shelf/length": ("meant to take {minutes} minutes", "计划 {minutes} 分钟"),
    "field/meant": ("Meant to take", "计划时长"),
    "report/meant": ("{minutes} minutes", "{minutes} 分钟"),
    "report/meant_spare": (
        "{minutes} minutes; {spare} injects of longer drills were spare, {released} of them came",
        "{minutes} 分钟；更长演练的 {spare} 条注入事件备用，其中发布 {released} 条",
    ),
    "history/spare": ("spare in a drill of this length", "本时长演练的备用注入"),
}
