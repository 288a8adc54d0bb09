"""What `why` says of waiting, outcomes and what they follow from."""

ENDS: dict[str, tuple[str, str]] = {
    # Waiting and outcomes.
    "why/waiting": (
        "Work waits {after} for {team} in all, not {before}{busy}{mostly}.",
        "等待{team}的时间共计 {after}，而非 {before}{busy}{mostly}。",
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
        "None of these steps leads back to a changed setting by itself.",
        "以上各步都未能直接追溯到所改的设置。",
    ),
    "why/unused": (
        "{count} of the {all} changed settings do not show on these ways back.",
        "所改的 {all} 项设置中，有 {count} 项未出现在以上追溯中。",
    ),
    "why/it": ("it", "该任务"),
    "why/answer_short": (
        "the answer {after}, not {before}",
        "回答为{after}，而非{before}",
    ),
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
        "{what}立即开始，原来等人手等了 {before}",
    ),
    "why/step/queue_new": (
        "{what} waits {after} for people, where it began at once",
        "{what}等人手等了 {after}，原来立即开始",
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
    "why/exposure_less": ("fewer record-days untold", "未告知记录天数较少"),
    "why/exposure_more": ("more record-days untold", "未告知记录天数较多"),
    "why/part/hours_gone": (
        "{task} falls away, which takes {before} otherwise",
        "不再需要{task}，原需 {before}",
    ),
    "why/part/hours_new": (
        "{task} takes {after}, and falls away otherwise",
        "需要{task}，用时 {after}，原来不需要",
    ),
    "why/part/answered": (
        "{decision} is answered",
        "对{decision}作出回答",
    ),
    "why/part/lent_back": (
        "nobody of {team} answers clients any more",
        "{team}不再有人答复客户",
    ),
    "why/step/wait_gone": (
        "{what} falls away, which took {before}",
        "不再需要{what}，原需 {before}",
    ),
    "why/step/wait_new": (
        "{what} now takes {after}, and took no time before",
        "现在需要{what}，用时 {after}",
    ),
    "why/waiting_gone": (
        "No work waits for {team} any more, where it waited {before}{busy}{mostly}.",
        "不再有工作等待{team}，原共等 {before}{busy}{mostly}。",
    ),
    "why/waiting_new": (
        "Work now waits {after} for {team}, where none did{busy}{mostly}.",
        "现在等待{team}的时间共计 {after}，原来没有{busy}{mostly}。",
    ),
    "why/waiting_mostly": (
        "; mostly {task}: {after}, not {before}",
        "；主要是{task}：{after}，而非 {before}",
    ),
    "why/idle_heads": (
        "Only hours worked are paid here: a further person who finds nothing to do costs nothing.",
        "这里只计实际工作的工时：增加的人若无事可做，不产生成本。",
    ),
    "why/missed": (
        "{after} of those affected were never told, not {before}",
        "受影响者中有 {after} 人始终未被告知，而非 {before} 人",
    ),
    "why/estimate": (
        "{after} people were thought to be affected at the time, not {before}",
        "当时估计受影响 {after} 人，而非 {before} 人",
    ),
    "why/abandoned_less": (
        "fewer gave up asking",
        "放弃咨询的人较少",
    ),
    "why/abandoned_more": (
        "more gave up asking",
        "放弃咨询的人较多",
    ),
    "why/known": (
        "{after} of clients came to know of it, not {before}",
        "得知此事的客户占 {after}，而非 {before}",
    ),
    "why/known_at_lowest": (
        "{after} of clients knew of it at that point, not {before}",
        "当时得知此事的客户占 {after}，而非 {before}",
    ),
    "why/known_for": (
        "those who knew had {after} to leave in on average, not {before}",
        "得知此事的客户平均有 {after}可以离开，而非 {before}",
    ),
    "why/distrust": (
        "those who knew had lost {after} of their trust on average, not {before}",
        "得知此事的客户平均失去 {after} 的信任，而非 {before}",
    ),
    "why/delay": (
        "{moment} came {after} after awareness, not {before}",
        "{moment}在知悉后 {after}，而非 {before}",
    ),
    "why/only": (
        "{moment} came under {case}, and never under {other}",
        "{moment}只发生在{case}下，在{other}下从未发生",
    ),
    "why/cost/rest": ("the rest together {change}", "其余合计 {change}"),
    "why/cost/against": (
        "against that {items}",
        "与之相反：{items}",
    ),
    "why/reason/again": (
        "no changed setting brings it about: tired people fail more, and it fell on other hours",
        "并非所改设置直接造成：人疲劳时更容易返工，而它落在了别的时段",
    ),
    "why/waiting_busy": (
        "of it while they were busy: {after}, not {before}",
        "其中因对方忙碌：{after}，而非 {before}",
    ),
    "why/missed_none": (
        "none of those affected were left untold, where {before} were",
        "受影响者无一未被告知，原有 {before} 人始终未被告知",
    ),
    "why/told": (
        "{after} people were told, not {before}",
        "已告知 {after} 人，而非 {before} 人",
    ),
}
"""Each key, and its English and Chinese form."""
