"""What the console says of going back in a drill, of its branches, and of its file."""

TRAVELLING: dict[str, tuple[str, str]] = {
    "said/looking_back": (
        "This is how it was at {moment}. Only look, until you go on from here",
        "这是 {moment} 时的情形，仅供查看，可从此处继续",
    ),
    "said/now_again": ("Back to now", "已回到现在"),
    "said/went_on": (
        "Going on from {moment}; what came after stays as a branch",
        "从 {moment} 继续；其后的内容保留为分支",
    ),
    "said/choose_moment": ("Choose an event first", "请先选择一条动态"),
    "said/choose_branch": ("Choose another branch first", "请先选择另一分支"),
    "said/branch_opened": ("Branch {number} is played", "已转到分支 {number}"),
    "said/branch_named": ("Branch {number} has its name", "分支 {number} 已命名"),
    "said/slept": (
        "The machine or the kernel was away for {time}; the clock is on hold, no time was lost",
        "电脑或内核中断了 {time}；时钟已暂停，演练时间未流逝",
    ),
    "said/elsewhere": (
        "The drill file is on {place}, not on this machine's disk: a kill may lose acts there",
        "演练文件位于 {place}，不在本机磁盘上：意外中断时可能丢失操作",
    ),
    "said/left_out": (
        "{count} acts could not be done and were left out",
        "有 {count} 项操作无法执行，已略过",
    ),
    "travel/moments": ("Events to go back to", "可回看的动态"),
    "travel/back_to": ("Back to here", "回到此处"),
    "travel/branches": ("Branches", "分支"),
    "travel/open": ("Play it", "转到该分支"),
    "travel/compare": ("Compare with now", "与当前比较"),
    "travel/name": ("Name", "名称"),
    "travel/name_it": ("Name it", "命名"),
    "travel/same_moment": (
        "Both as at {moment}; the truth is shown",
        "两者均为 {moment} 时的情形；含真相",
    ),
    "travel/differs": ("What differs", "不同之处"),
    "travel/this": ("this branch", "本分支"),
    "travel/acts": ("What else was done", "其他操作"),
    "travel/nobody": ("nobody decided", "无人决定"),
    "shelf/drills": ("Drills in this folder", "本文件夹中的演练"),
    "shelf/resume": ("Go on with it", "继续该演练"),
    "shelf/anew": ("Go on by this model, as a branch", "按当前模型以新分支继续"),
    "shelf/look": ("Look at the list again", "刷新列表"),
    "shelf/none": ("There is no drill in this folder yet", "本文件夹中还没有演练"),
    "shelf/began": (
        "begun {began}, last act {last}, by this machine's clock",
        "开始于 {began}，最后操作 {last}（本机时间）",
    ),
    "shelf/ended": ("ended", "已结束"),
    "shelf/in_use": ("open in another session ({who})", "正由另一会话使用（{who}）"),
    "shelf/other_model": (
        "played with model {model}: below is what was written",
        "由模型 {model} 演练：下方为所记录的内容",
    ),
    "shelf/damaged": ("damaged", "已损坏"),
    "shelf/choose": ("Choose a drill first", "请先选择演练"),
}
