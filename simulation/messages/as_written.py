"""What the report of a drill says that another model played, in English and Chinese."""

AS_WRITTEN: dict[str, tuple[str, str]] = {
    "report/as_written": ("What was written of a drill", "演练记录"),
    "report/missing": ("What this report cannot have", "本报告无法提供的内容"),
    "as_written/why": (
        (
            "This drill was played with model {old}, and this program has model {new}, which "
            "takes it to another course. So nothing was played again: this is what the file holds."
        ),
        (
            "本演练由模型 {old} 进行，当前程序为模型 {new}，其进程会不同。"
            "因此未重演：以下均为文件所存。"
        ),
    ),
    "as_written/missing": (
        "These follow from playing the drill again with the model that played it:",
        "以下内容须由当时的模型重演才能得出：",
    ),
    "as_written/results": ("the results and measures", "结果与指标"),
    "as_written/known": (
        "what was known against what was true",
        "所知与真实的对照",
    ),
    "as_written/clocks": ("the legal clocks", "法定时限"),
    "as_written/cost": ("costs, people and work", "成本、人员与工作"),
    "as_written/charts": ("the charts", "图表"),
    "as_written/what_if": ("what if", "假设分析"),
    "as_written/decisive": ("the decisions that mattered most", "影响最大的决策"),
    "as_written/anonymous": (
        "an archive without names, which has to be played to be checked",
        "匿名存档（须重演核对）",
    ),
    "as_written/instead": (
        (
            "To have them, use the version of this program that has model {old}; or let this one "
            "do the acts anew, on a branch of its own, which may come to something else."
        ),
        (
            "如需这些内容，请使用含模型 {old} 的程序版本；"
            "或由当前程序在新分支上重做各项操作，结果可能不同。"
        ),
    ),
    "as_written/undone": ("of a future that was undone", "属于已撤销的进程"),
}
