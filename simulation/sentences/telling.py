"""What `why` says of settings, of where runs part and of moments."""

STEPS: dict[str, tuple[str, str]] = {
    # Names.
    "why/moment/first_sign": ("the first sign", "首个迹象"),
    "why/moment/confirmed": ("confirmation", "事件确认"),
    "why/moment/aware": ("awareness", "知悉"),
    "why/moment/contained": ("containment", "遏制"),
    "why/moment/regulator_told": ("the report to the authority", "向主管部门报告"),
    "why/moment/clients_told": ("the notice to clients", "通知客户"),
    "why/moment/media": ("the media report", "媒体报道"),
    "why/moment/cause_fixed": ("the end of the cause", "根源消除"),
    "why/false_alarm": ("a false alarm", "误报"),
    "why/item/wages": ("wages", "工资"),
    "why/item/outside help": ("outside help", "外部援助"),
    "why/item/notices": ("notices", "通知费用"),
    "why/item/answering clients": ("answering clients", "答复客户"),
    "why/item/downtime": ("downtime", "停机"),
    "why/item/measures": ("measures", "措施"),
    "why/item/lost clients": ("lost clients", "客户流失"),
    "why/item/fines": ("fines", "罚款"),
    "why/item/claims": ("claims for damages", "损害赔偿"),
    # What was changed.
    "why/same_inputs": ("{a} and {b} have the same inputs.", "{a}与{b}的输入相同。"),
    "why/changed": (
        "What differs between {a} and {b}: {settings}.",
        "{a}与{b}的不同：{settings}。",
    ),
    "why/changed_many": (
        "Between {a} and {b} {count} settings differ; those that show here are named below.",
        "{a}与{b}有 {count} 项设置不同；在本次运行中起作用的见下文。",
    ),
    "why/heads_more": ("{team}: {count} more at work", "{team}增加 {count} 人"),
    "why/heads_fewer": ("{team}: {count} fewer at work", "{team}减少 {count} 人"),
    "why/shift": ("{team}: at work {after}, not {before}", "{team}的班次为{after}，而非{before}"),
    "why/shift_own": ("its own hours", "原班次"),
    "why/overtime": (
        "{team}: up to {after} h overtime a shift, not {before} h",
        "{team}每班最多加班 {after} 小时，而非 {before} 小时",
    ),
    "why/everyday": (
        "{team}: everyday work takes {after} of the day, not {before}",
        "{team}的日常工作占 {after}，而非{before}",
    ),
    "why/everyday_own": ("its usual share", "平常比例"),
    "why/control": (
        "{control} is {after} as good as it can be, not {before}",
        "{control}的质量为 {after}，而非 {before}",
    ),
    "why/control_age": (
        "{control} was last looked after {after} months before, not {before}",
        "{control}上次维护在 {after} 个月前，而非 {before} 个月前",
    ),
    "why/convened": ("a response team meets", "召集应急小组"),
    "why/not_convened": ("no response team meets", "没有召集应急小组"),
    "why/meetings": (
        "meetings take {after} of the day, not {before}",
        "会议占工作时间的{after}，而非{before}",
    ),
    "why/deputy_after": (
        "a deputy decides after {after}, not {before}",
        "副手在 {after}后可决定，而非 {before}",
    ),
    "why/arrives": (
        "{team}: usually there {after} after the call, not {before}",
        "{team}通常在召请后 {after}到场，而非 {before}",
    ),
    "why/usual_time": (
        "{task} usually takes {after}, not {before}",
        "{task}通常需 {after}，而非 {before}",
    ),
    "why/priority": (
        "the priority of {task} is {after}, not {before}",
        "{task}的优先级为 {after}，而非 {before}",
    ),
    "why/repeat_chance": (
        "the chance of having to repeat {task} is {after}, not {before}",
        "{task}需要重做的概率为 {after}，而非 {before}",
    ),
    "why/repeat_wait": (
        "before a repeat of {task} usually {after} pass, not {before}",
        "重做{task}前通常等 {after}，而非 {before}",
    ),
    "why/waits_for": (
        "{task} waits for {new}, not for {gone}",
        "{task}须等待{new}，而非{gone}",
    ),
    "why/waits_for_gone": ("{task} does not wait for {gone}", "{task}无须等待{gone}"),
    "why/waits_for_new": ("{task} also waits for {new}", "{task}还须等待{new}"),
    "why/nothing": ("nothing", "无"),
    "why/task_new": ("{task} is done", "增加了{task}"),
    "why/task_gone": ("{task} is left out", "去掉了{task}"),
    "why/answer": (
        "{decision} is answered {after}, not {before}",
        "对{decision}的回答是{after}，而非{before}",
    ),
    "why/by_default": ("{option} by default", "默认的{option}"),
    "why/switched_off": ("{what} is switched off", "关闭了{what}"),
    "why/switched_on": ("{what} is switched on", "打开了{what}"),
    "why/stands_in": (
        "{team} may stand in for {after}, not for {before}",
        "{team}可代替{after}，而非{before}",
    ),
    "why/fills": (
        "{team}: does the work of {after}, not of {before}",
        "{team}承担{after}，而非{before}",
    ),
    "why/lent": (
        "{after} of {team} may answer clients, not {before}",
        "{team}有 {after} 人可答复客户，而非 {before} 人",
    ),
    "why/setting": ("{path} is {after}, not {before}", "{path} 为 {after}，而非 {before}"),
    # Where the runs part.
    "why/nothing_parts": (
        "Nothing parts in this replication: the two logs are the same, line by line.",
        "本次运行没有差别：两份日志逐行相同。",
    ),
    "why/amounts": (
        "The same happens in both runs at the same times; amounts alone differ.",
        "两次运行中发生的事和时间相同，只有数额不同。",
    ),
    "why/no_effect": (
        "So the changed settings made no difference here.",
        "因此所改设置在此没有产生影响。",
    ),
    "why/parting": (
        "Until {when} both runs are the same. Then {what}.",
        "直到{when}，两次运行都相同；此后{what}。",
    ),
    "why/since_start": ("{time} after the first access", "首次访问后 {time}"),
    "why/before_sign": ("{time} before the first sign", "首个迹象前 {time}"),
    "why/after_sign": ("{time} after the first sign", "首个迹象后 {time}"),
    "why/at_sign": ("the first sign", "首个迹象"),
    "why/part/hours": (
        "{task} is going to take {after}, not {before}",
        "{task}需要 {after}，而非 {before}",
    ),
    "why/part/earlier": (
        "this comes {time} earlier under {b}: {what}",
        "在{b}下，以下一步早了 {time}：{what}",
    ),
    "why/part/later": (
        "this comes {time} later under {b}: {what}",
        "在{b}下，以下一步晚了 {time}：{what}",
    ),
    "why/part/instead": (
        "under {b}: {after}; under {a}: {before}",
        "在{b}下：{after}；而在{a}下：{before}",
    ),
    "why/part/alone": (
        "this happens under {case} alone: {what}",
        "只有在{case}下：{what}",
    ),
    "why/part/unsaid": ("the logs differ in a line of {what}", "日志在 {what} 一行上不同"),
    # Moments.
    "why/earlier": (
        "{moment} comes {change} earlier: {after}, not {before}.",
        "{moment}早了 {change}：{after}，而非 {before}。",
    ),
    "why/later": (
        "{moment} comes {change} later: {after}, not {before}.",
        "{moment}晚了 {change}：{after}，而非 {before}。",
    ),
    "why/earlier_little": (
        "{moment} comes {change} earlier: {after}.",
        "{moment}早了 {change}：{after}。",
    ),
    "why/later_little": (
        "{moment} comes {change} later: {after}.",
        "{moment}晚了 {change}：{after}。",
    ),
    "why/never": (
        "{moment} comes {when} under {case}, and never under {other}.",
        "{moment}在{case}下发生于{when}，在{other}下从未发生。",
    ),
    # Steps of the way to a moment.
    "why/direction/earlier": ("earlier", "早了"),
    "why/direction/later": ("later", "晚了"),
    "why/step/found": (
        "until it was found, {after}, not {before}",
        "被发现用了 {after}，而非 {before}",
    ),
    "why/step/wait": ("{what} lasts {after}, not {before}", "{what}历时 {after}，而非 {before}"),
    "why/step/work": (
        "{what} takes {after} from its beginning to its end, not {before}",
        "{what}从开始到结束用了 {after}，而非 {before}",
    ),
    "why/step/queue": (
        "{what} waits {after} for people, not {before}",
        "{what}等人手等了 {after}，而非 {before}",
    ),
    "why/step/again": (
        "doing {what} once more takes {after}, not {before}",
        "重做{what}用了 {after}，而非 {before}",
    ),
    "why/step/again_gone": (
        "{what} need not be done again, which took {before}",
        "{what}无需重做（原需 {before}）",
    ),
    "why/step/again_new": (
        "{what} has to be done again, which takes {after}",
        "{what}需要重做，用了 {after}",
    ),
    "why/step/decision": (
        "the answer to {what} takes {after}, not {before}",
        "对{what}的答复用了 {after}，而非 {before}",
    ),
    "why/step/inject": (
        "{what} comes after {after}, not {before}",
        "{what}在 {after}后到来，而非 {before}",
    ),
    "why/step/before": ("what came before, {after}, not {before}", "此前 {after}，而非 {before}"),
    "why/step/rest": ("{change}: the other steps together.", "{change}：其余步骤合计。"),
    "why/until/shift": ("until their next shift", "直到下一班"),
    "why/until/arrival": ("until {team} arrived", "直到{team}到场"),
    "why/until/task": ("until {task} made room", "直到{task}让出人手"),
    "why/reason/cause": (
        "{cause} came in one of the runs alone",
        "{cause}只出现在其中一次运行中",
    ),
    "why/reason/hours": (
        "no changed setting brings it about: it fell on other hours, or among other work",
        "并非所改设置直接造成：它落在了别的时段，或遇上了别的工作",
    ),
    "why/reason/list": (
        "{after} people to tell, not {before}",
        "需告知 {after} 人，而非 {before} 人",
    ),
    "why/reason/none": (
        "no changed setting brings it about: it follows from the steps before it",
        "并非所改设置直接造成：它由此前的步骤引起",
    ),
}
"""Settings, moments and steps: each key, and its English and Chinese form."""
