"""What `why` says, in English and Chinese: data of the catalogue in `text`."""

SENTENCES: dict[str, tuple[str, str]] = {
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
    "why/shift": ("{team} works {after}, not {before}", "{team}的班次为 {after}，而非{before}"),
    "why/shift_own": ("its own hours", "原班次"),
    "why/overtime": (
        "{team}: up to {after} h overtime a shift, not {before} h",
        "{team}每班最多加班 {after} 小时，而非 {before} 小时",
    ),
    "why/everyday": (
        "{team}: everyday work takes {after} of the day, not {before}",
        "{team}的日常工作占{after}，而非{before}",
    ),
    "why/everyday_own": ("its usual share", "平常比例"),
    "why/arrives": (
        "{team} usually arrives {after} after the call, not {before}",
        "{team}通常在召请后 {after} 到场，而非 {before}",
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
        "{task} waits for {after}, not for {before}",
        "{task}须等待{after}，而非{before}",
    ),
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
        "{team} stands in for {after}, not for {before}",
        "{team}可代替{after}，而非{before}",
    ),
    "why/fills": (
        "{team} does the work of {after}, not of {before}",
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
        "到{when}为止，两次运行相同；此后{what}。",
    ),
    "why/since_start": ("{time} after the first access", "首次访问后 {time}"),
    "why/before_sign": ("{time} before the first sign", "首个迹象前 {time}"),
    "why/after_sign": ("{time} after the first sign", "首个迹象后 {time}"),
    "why/at_sign": ("the first sign", "首个迹象"),
    "why/part/hours": (
        "{task} is to take {after}, not {before}",
        "{task}需 {after}，而非 {before}",
    ),
    "why/part/earlier": ("{what} {time} earlier under {b}", "在{b}下，{what}早了 {time}"),
    "why/part/later": ("{what} {time} later under {b}", "在{b}下，{what}晚了 {time}"),
    "why/part/instead": (
        "under {b}: {after}; under {a}: {before}",
        "在{b}下：{after}；在{a}下：{before}",
    ),
    "why/part/alone": ("under {case} alone: {what}", "仅在{case}下：{what}"),
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
        "{moment}在{case}下于{when}到来，在{other}下从未到来。",
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
        "{what}等人手 {after}，而非 {before}",
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
        "{what}在 {after} 后到来，而非 {before}",
    ),
    "why/step/before": ("what came before, {after}, not {before}", "此前 {after}，而非 {before}"),
    "why/step/rest": ("{change}: the other steps together.", "{change}：其余步骤合计。"),
    "why/until/shift": ("until their next shift", "直到下一班"),
    "why/until/arrival": ("until {team} arrived", "直到{team}到场"),
    "why/until/task": ("until {task} made room", "直到{task}让出人手"),
    "why/reason/cause": (
        "{cause} touches it in one of the runs alone",
        "{cause}只在其中一次运行中影响它",
    ),
    "why/reason/hours": (
        "no changed setting touches it: it fell on other hours, or among other work",
        "所改设置不直接影响它：它落在不同的时段，或与其他工作相遇",
    ),
    "why/reason/list": (
        "{after} people to tell, not {before}",
        "需告知 {after} 人，而非 {before} 人",
    ),
    "why/reason/none": (
        "the log does not lead back to a changed setting",
        "日志无法追溯到所改的设置",
    ),
    # Waiting and outcomes.
    "why/waiting": (
        "Work waits {after} for {team} in all, not {before}.",
        "工作共等待{team} {after}，而非 {before}。",
    ),
    "why/outcome/record_days_untold": (
        "Record-days untold: {after}, not {before} ({change}){because}.",
        "未告知记录天数：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/people_misused": (
        "People whose data are misused: {after}, not {before} ({change}){because}.",
        "信息被滥用的人数：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/people_affected": (
        "People affected: {after}, not {before} ({change}){because}.",
        "受影响人数：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/people_told": (
        "People told: {after}, not {before} ({change}){because}.",
        "已告知人数：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/contacts_answered": (
        "Questions of clients answered: {after}, not {before} ({change}){because}.",
        "已答复的客户咨询：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/contacts_abandoned": (
        "Clients who gave up asking: {after}, not {before} ({change}){because}.",
        "放弃咨询的客户：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/clients_lost": (
        "Clients lost: {after}, not {before} ({change}){because}.",
        "流失客户：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/outcome/duties_in_time": (
        "Legal duties met in time: {after} of {count}, not {before}{because}.",
        "按时履行的法定义务：共 {count} 项中 {after} 项，而非 {before} 项{because}。",
    ),
    "why/outcome/cost": (
        "Cost: {after}, not {before} ({change}){because}.",
        "成本：{after}，而非 {before}（{change}）{because}。",
    ),
    "why/cost/mostly": (
        "{item} {change}, of it {cause} {share}",
        "{item} {change}，其中{cause} {share}",
    ),
    "why/records": ("{after} records left, not {before}", "流出 {after} 条记录，而非 {before} 条"),
    "why/act": ("under {case} alone {fact} ({cause})", "仅在{case}下有{fact}（{cause}）"),
    "why/fact/mend": ("an act of repair", "修复信任的举措"),
    "why/fact/attention": ("a change of attention", "关注度变化"),
    "why/fact/harm": ("a change of harm", "危害变化"),
    "why/fact/trust": ("a change of trust", "信任变化"),
    "why/not_followed": (
        "The log could not be followed back to a changed setting.",
        "日志无法追溯到所改的设置。",
    ),
    "why/unused": (
        "{count} of the {all} changed settings do not show on these ways back.",
        "所改的 {all} 项设置中，有 {count} 项未出现在以上追溯中。",
    ),
    "why/it": ("it", "该任务"),
    "why/answer_short": ("the answer {after}, not {before}", "回答{after}，而非{before}"),
    "why/wage": (
        "an hour of {team} costs {after}, not {before}",
        "{team}每小时 {after}，而非 {before}",
    ),
    "why/step/way": (
        "{moment} no longer waits for {gone}, but for {new}",
        "{moment}不再等待{gone}，而要等待{new}",
    ),
    "why/step/way_gone": ("{moment} no longer waits for {gone}", "{moment}不再等待{gone}"),
    "why/step/way_new": ("{moment} now waits for {new}", "{moment}现在要等待{new}"),
    "why/step/queue_gone": (
        "{what} begins at once, where it waited {before} for people",
        "{what}立即开始，原来要等人手 {before}",
    ),
    "why/step/queue_new": (
        "{what} waits {after} for people, where it began at once",
        "{what}原来立即开始，现在要等人手 {after}",
    ),
    "why/step/others": ("{count} more", "另 {count} 项"),
    "why/reason/way": (
        "no changed setting opens or closes this way: another one has become the longest",
        "所改设置未改变先后关系：只是另一条路径成了最长的",
    ),
    "why/outcome/trust": (
        "Trust at its lowest: {lowest}; after a year: {year}{because}.",
        "信任最低点：{lowest}；一年后：{year}{because}。",
    ),
    "why/instead": ("{after}, not {before}", "{after}，而非 {before}"),
    "why/trust_less": ("trust fell less far", "信任下降较少"),
    "why/trust_more": ("trust fell further", "信任下降更多"),
    "why/trust_mean": (
        "over the whole run trust was {after} on average, not {before}",
        "全程平均信任为 {after}，而非 {before}",
    ),
    "why/exposure_less": ("fewer record-days untold", "未告知记录天数较少"),
    "why/exposure_more": ("more record-days untold", "未告知记录天数较多"),
}
"""Every sentence of `why`: its key, and its English and Chinese form."""

FRAMES: dict[str, tuple[str, str]] = {
    "frame/quoted": ("“{title}”", "“{title}”"),
    "frame/list": (", ", "、"),
    "frame/and": ("; ", "；"),
    "frame/until": (", {until}", "，{until}"),
    "frame/step": ("{change}: {what}{because}.", "{change}：{what}{because}。"),
    "frame/because": (" ({reasons})", "（{reasons}）"),
    "frame/cost/item": ("{item} {change}", "{item} {change}"),
    "frame/step/took": ("{what} ({time})", "{what}（{time}）"),
    "frame/moved": ("{moment} came {change} {direction}", "{moment}{direction} {change}"),
}
"""What holds words together and has none of its own, in English and Chinese."""
