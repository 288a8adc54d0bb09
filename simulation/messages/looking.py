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
    "what_if/joined": ("; ", "；"),
    # Why an act could not be done again.
    "what_if/answered": ("the question has its answer already", "该问题已有答案"),
    "what_if/never": ("the question does not come up", "该问题没有出现"),
    "what_if/over": ("the run is over by then", "届时运行已结束"),
    "what_if/released": ("the inject has come already", "该事件已经发布"),
    "what_if/skipped": ("the inject has been skipped", "该事件已被跳过"),
    "what_if/held": ("the inject is held back", "该事件处于暂缓状态"),
    "what_if/not_held": ("the inject is not held back", "该事件并未暂缓"),
    "what_if/refused": ("it is not possible then", "届时无法进行"),
}
