"""What the questions to a drill say, in English and Chinese: data of the catalogue in `text`."""

LOOKING: dict[str, tuple[str, str]] = {
    # What is asked.
    "what_if/decide": (
        "“{what}” had been answered “{after}”, not “{before}”",
        "对“{what}”回答“{after}”，而非“{before}”",
    ),
    "what_if/release": ("“{what}” had been released", "发布“{what}”"),
    "what_if/skip": ("“{what}” had not come", "不出现“{what}”"),
    "what_if/heads": ("“{what}” had {heads} people", "{what}有 {heads} 人"),
    # Why an act could not be done again.
    "what_if/answered": ("the question has its answer already", "该问题已有答案"),
    "what_if/never": ("the question does not come up", "该问题没有出现"),
    "what_if/over": ("the run is over by then", "届时运行已结束"),
    "what_if/released": ("the inject has come already", "该事件已经发布"),
    "what_if/skipped": ("the inject has been skipped", "该事件已被跳过"),
    "what_if/held": ("the inject is held back", "该事件处于暂缓状态"),
    "what_if/not_held": ("the inject is not held back", "该事件并未暂缓"),
    "what_if/refused": ("it is not possible then", "届时无法进行"),
    # On the console.
    "ahead/what_if": ("What if", "假如"),
    "ahead/instead": ("Instead", "改为"),
    "ahead/ask": ("Play it again", "重新推演"),
    "ahead/cancel": ("Cancel", "取消"),
    "ahead/close": ("Back", "返回"),
    "ahead/shut": ("Close", "关闭"),
    "ahead/forecast": ("Forecast", "预测"),
    "ahead/look": ("Look ahead", "前瞻"),
    "ahead/share": ("Share", "展示"),
    "ahead/begun": ("Being played, beside the drill", "正在推演，不影响演练"),
    "ahead/progress": ("{done} of {total} futures", "已推演 {done} / {total} 个未来"),
    "ahead/called_off": ("Called off", "已取消"),
    "ahead/other_course": (
        "An answer was dropped: what it was asked of has been undone",
        "已舍弃一个结果：它所依据的情形已被撤销",
    ),
    "ahead/here": ("What if: played to the end", "假如：已推演到结束"),
    "ahead/foreseen": ("Forecast ready", "预测完成"),
    "ahead/choose": ("Choose another option first.", "请先选择另一个选项。"),
    "ahead/not_taken": ("Choose a decision that was taken.", "请选择已作出的决定。"),
    "ahead/as_of": ("as of {moment}", "截至 {moment}"),
    "ahead/moved_on": ("the drill has moved on since", "此后演练已继续"),
    "ahead/if_released": (
        "Released now rather than never, {futures} futures",
        "现在发布与从不发布相比，{futures} 个未来",
    ),
    "ahead/waiting": (
        "Each quarter of an hour of waiting, {futures} futures",
        "每等待一刻钟，{futures} 个未来",
    ),
    "ahead/option": ("then", "之后选择"),
    "ahead/measure": ("measure", "指标"),
    "ahead/days": ("after {days} d", "{days} 天后"),
    "ahead/end": ("at the end", "结束时"),
    "ahead/trust": ("trust", "信任"),
    "ahead/exposed": ("people exposed", "资料外流人数"),
    "ahead/played": ("as played", "实际"),
    "ahead/difference": ("difference, {futures} futures", "差异，{futures} 个未来"),
    "ahead/key": (
        "Mean and 95 % interval. – no difference shown. 0 the same. 1 → 2 / 3: in 2 of 3, not 1",
        "均值及 95% 区间。– 未显示差异。0 全部相同。1 → 2 / 3：3 个中发生 2 个，对比方 1 个。",
    ),
    "ahead/whose": (
        "People exposed: those whose records are out.",
        "资料外流人数：其记录已流出者。",
    ),
    "ahead/by_luck": (
        "Chance sent this one course the other way than its futures on average: {measures}",
        "这一次的走向出于偶然，与各未来的平均方向相反：{measures}",
    ),
    "ahead/same": ("The course is the very same.", "过程完全相同。"),
    "ahead/not_again": ("Later acts that no longer apply:", "不再适用的后续操作："),
}
