"""What reports say, in English and Chinese."""

REPORTS: dict[str, tuple[str, str]] = {
    # Kinds of reports, and how far a drill has come.
    "report/after_action": ("After-action report", "演练总结报告"),
    "standing/finished": ("The drill was played to its end.", "演练已完成。"),
    "standing/ended": (
        "The drill was ended by the facilitator before its year was over.",
        "演练由主持人提前结束。",
    ),
    "standing/provisional": (
        (
            "Provisional: the drill is still running. What was true, and what other choices would "
            "have done, are left out until it has ended."
        ),
        "临时报告：演练仍在进行。真实情况与其他选择的后果在结束前不列出。",
    ),
    # Headings.
    "report/summary": ("The facilitator's conclusions", "主持人的结论"),
    "report/overview": ("Overview", "概况"),
    "report/results": ("What it came to", "结果"),
    "report/objectives": ("Objectives and ratings", "目标与评级"),
    "report/expected": ("Expected actions", "预期行动"),
    "report/timeline": ("Timeline", "时间线"),
    "report/decisions": ("Decisions", "决策"),
    "report/decisive": ("The decisions that mattered most", "影响最大的决策"),
    "report/how_weighed": (
        (
            "Each decision was played again with its other options over {futures} futures from "
            "the moment of the answer, the same for each option. Shown is what the option that "
            "differs most would have changed, on average and with its 95 % interval; luck is "
            "averaged out, the model's assumptions are not."
        ),
        (
            "每个决策都从作答时刻起，以其他选项在相同的 {futures} 个未来中重演。"
            "表中为差异最大的选项平均会带来的变化及其 95% 区间；随机性已平均，模型假设则没有。"
        ),
    ),
    "report/known": ("What was known, and what was true", "所知与真实"),
    "report/known_alone": ("What was known", "所知"),
    "report/clocks": ("Legal clocks", "法定时限"),
    "report/cost": ("Cost by form", "各类成本"),
    "report/trust": ("Client trust", "客户信任"),
    "report/staff": ("People and work", "人员与工作"),
    "report/injects": ("Injects", "注入事件"),
    "report/notes": ("Notes", "记录"),
    "report/improvement": ("Improvement plan", "改进计划"),
    "report/debrief": ("Questions for the debrief", "复盘问题"),
    "report/not": ("What not to conclude", "不可得出的结论"),
    "report/inputs": ("Inputs", "输入"),
    "report/judgements": ("Assumptions that carry this report", "本报告所依赖的假设"),
    "report/sources": ("Sources", "来源"),
    # Fields of the overview.
    "field/breach": ("Breach", "事件"),
    "field/organisation": ("Organisation", "组织"),
    "field/plan": ("Plan", "预案"),
    "field/people": ("Named in the record", "记录中的人员"),
    "field/played": ("Real time in the room (UTC)", "现场实际时间（UTC）"),
    "field/simulated": ("Drill clock, from and to", "演练时钟，起止"),
    "field/length": ("Length on the drill clock", "演练时钟时长"),
    "field/acts": ("What the room did", "现场操作"),
    "field/branches": ("Branches", "分支"),
    "field/seed": ("Seed of chance", "随机种子"),
    "field/versions": ("Versions", "版本"),
    "field/file": ("Drill file", "演练文件"),
    "field/strengths": ("Strengths", "优点"),
    "field/improvements": ("To improve", "待改进"),
    "field/by": ("Written by", "撰写人"),
    # What has to be known to read a comparison.
    "report/own_limit": (
        (
            "Where a law says “at once” and gives no hours, the limit is the organisation's own "
            "judgement, here {hours} h; another limit gives other results."
        ),
        (
            "法律只规定“立即”而无小时数时，时限由组织自行判断，此处为 {hours} 小时；"
            "时限不同，结果也不同。"
        ),
    ),
    "report/on_clients_lost": (
        (
            "Clients who leave because of the breach. Whoever knows may leave on every day from "
            "then on, so an earlier notice can lose more of them although trust falls less far."
        ),
        "因泄露而离开的客户。客户知情后每一天都可能离开，所以较早告知时，即使信任下降较少，流失也可能更多。",
    ),
    # Columns.
    "column/what": ("what", "内容"),
    "column/when": ("when", "时间"),
    "column/drill_clock": ("drill clock", "演练时钟"),
    "column/who": ("who", "人员"),
    "column/objective": ("objective", "目标"),
    "column/practised": ("practised by", "相关注入"),
    "column/rating": ("rating", "评级"),
    "column/observation": ("observation", "观察"),
    "column/event": ("after", "其前事件"),
    "column/lesson": ("lesson", "教训"),
    "column/remark": ("remark", "备注"),
    "column/inject": ("inject", "注入事件"),
    "column/expected": ("expected", "预期"),
    "column/role": ("role", "角色"),
    "column/within": ("within", "时限"),
    "column/seen": ("seen?", "是否做到"),
    "column/question": ("question", "问题"),
    "column/options": ("options", "选项"),
    "column/chosen": ("chosen", "选择"),
    "column/took": ("open for", "用时"),
    "column/reason": ("reason", "理由"),
    "column/moment": ("at", "时刻"),
    "column/known": ("people known (range)", "已知人数（范围）"),
    "column/told": ("people told", "已告知人数"),
    "column/true": ("people, in truth", "真实人数"),
    "column/held": ("in the range?", "在范围内？"),
    "column/duty": ("duty", "义务"),
    "column/recipient": ("to", "对象"),
    "column/began": ("began", "起算"),
    "column/due": ("due", "到期"),
    "column/met": ("met", "履行"),
    "column/state": ("state", "状态"),
    "column/form": ("form", "类别"),
    "column/amount": ("amount", "金额"),
    "column/share": ("share", "占比"),
    "column/team": ("team", "团队"),
    "column/change": ("change", "变更"),
    "column/task": ("task", "任务"),
    "column/waited": ("waited", "等待"),
    "column/history": ("what happened to it", "经过"),
    "column/finding": ("finding", "发现"),
    "column/ask": ("to settle", "待定问题"),
    "column/action": ("corrective action", "改进措施"),
    "column/element": ("element POETE", "要素"),
    "column/owner": ("owner", "负责人"),
    "column/start": ("start", "开始"),
    "column/done_by": ("due", "期限"),
    "column/instead": ("instead", "改为"),
    "column/measure": ("measure", "指标"),
    "column/futures": ("over many futures: mean [95 %]", "多种未来：均值 [95%]"),
    "column/kind": ("kind", "类型"),
    "column/name": ("name", "名称"),
    "column/read": ("from a source, read", "来源，已读"),
    "column/not_read": ("from a source, not read", "来源，未读"),
    "column/judged": ("judgement", "判断"),
    "column/bare": ("no source", "无来源"),
    "column/hash": ("SHA-256", "SHA-256"),
    "column/input": ("input", "输入"),
    "column/about": ("about", "主题"),
    "column/low": ("low", "低"),
    "column/base": ("base", "中"),
    "column/high": ("high", "高"),
    "column/why": ("why", "理由"),
    "column/id": ("id", "编号"),
    "column/quantity": ("quantity", "量"),
    "column/source": ("source", "来源"),
    "column/year": ("year", "年份"),
    # What charts of a drill show, for readers who do not see them.
    "alt/drill_exposure": (
        "People affected as known: {known} ({low} to {high}) at the end of the chart, {told} told",
        "已知受影响人数：图末 {known}（{low} 至 {high}），已告知 {told}",
    ),
    "alt/drill_true": ("{known}; in truth {true}.", "{known}；真实为 {true}。"),
    "alt/stop": (".", "。"),
    "alt/drill_trust": (
        "Client trust: {first} at the first sign, {lowest} at its lowest, {last} at the end.",
        "客户信任：首个迹象时 {first}，最低 {lowest}，图末 {last}。",
    ),
    "alt/drill_trust_surveyed": ("Client trust, surveyed: {last}.", "客户信任（调查）：{last}。"),
    "alt/drill_trust_unknown": ("Client trust: no survey yet.", "客户信任：尚无调查。"),
    "alt/drill_cost": (
        (
            "Cost: {last} at the end of the chart; half of it had come by {half} after the "
            "first sign."
        ),
        "成本：图末 {last}；首个迹象后 {half} 时已达一半。",
    ),
    "alt/drill_work": (
        "Who worked on what: {tasks} tasks of {teams} teams; {busiest} worked longest, {hours} h.",
        "谁在做什么：{teams} 个团队的 {tasks} 项任务；{busiest}工作最久，{hours} 小时。",
    ),
    # What not to conclude.
    "not/forecast": (
        (
            "Not what a breach will cost this firm: effects hold in this model, on these inputs. "
            "Plans are ranked by it; losses are not forecast."
        ),
        "不是一次泄露会让本公司损失多少：效果只在本模型与这些输入之下成立；它用于比较预案优劣，不预测损失。",
    ),
    "not/interval": (
        (
            "Not that an interval holds everything unknown. It holds chance alone. What the files "
            "assume, and above all what they mark as judgement, can be wrong."
        ),
        "区间并不包含一切未知，只包含随机性。文件的假设，尤其标为判断的数值，可能有误。",
    ),
    "not/proof": (
        (
            "Not that a control or a plan has been shown to work: figures of vendors on controls "
            "are no proof of cause and effect."
        ),
        "不是某项控制措施或预案已被证明有效：厂商关于控制措施的数字不是因果证据。",
    ),
    "not/china": (
        (
            "Not that Chinese firms behave so: no micro-data on delay, clients leaving or cost in "
            "China were found, so sizes come from elsewhere or from judgement."
        ),
        "不是中国企业就会如此：未找到中国关于延迟、客户流失或成本的微观数据，数值来自别处或判断。",
    ),
    "not/no_difference": (
        (
            "Not that “no difference shown” means no difference: it means that these runs do not "
            "show one. And of twenty intervals, one misses by chance."
        ),
        "“未显示差异”不等于没有差异，只表示这些运行没有显示出来；二十个区间中会有一个因随机而落空。",
    ),
    "not/one_course": (
        (
            "Not that a good ending shows good decisions, nor a bad one bad decisions: this is "
            "one course of chance. Judge a decision by what the room knew when it was taken."
        ),
        "结局好不表示决策好，结局坏也不表示决策坏：这只是一次随机过程。请按当时所知评价决策。",
    ),
    "not/people": (
        (
            "Not how able a person is: a drill tries a plan and a room, with a facilitator's hand "
            "in it, and nobody is graded by it."
        ),
        "不是某个人的能力高低：演练检验的是预案与团队，并有主持人介入，不用于考核个人。",
    ),
    # The annex of assumptions.
    "report/inputs_caption": (
        "What was tried, and how many of its numbers stand on what.",
        "所用输入，以及各有多少数值以何为据。",
    ),
    "report/judged_here": (
        (
            "Numbers that no source gives: what an expert would hold possible, and why. Shown are "
            "those that this report's findings lean on, by what they are about, with the widest "
            "range first."
        ),
        (
            "没有来源的数值：专家认为可能的范围及理由。"
            "仅列本报告结论所依赖的数值，按主题分组，范围最宽者在先。"
        ),
    ),
    "report/judged_rest": (
        (
            "{count} more judgements stand in the files of the inputs above, each with its range "
            "and its reason."
        ),
        "另有 {count} 项判断载于上述输入文件，各附范围与理由。",
    ),
    "report/sources_rest": (
        "{count} more sources stand behind other numbers: breach-drill library evidence.",
        "另有 {count} 项来源支持其他数值，见：breach-drill library evidence。",
    ),
    "about/work": ("how long work takes", "工作所需时间"),
    "about/discovery": ("how it is found", "如何被发现"),
    "about/leak": ("what leaves, and its harm", "流出的数据及危害"),
    "about/choices": ("decisions and injects", "决策与注入事件"),
    "about/knowledge": ("how well it is known", "了解的准确程度"),
    "about/public": ("clients and the public", "客户与公众"),
    "about/money": ("prices", "价格"),
    "about/law": ("law and authority", "法律与主管部门"),
    "source/verified": ("read", "已读"),
    "source/unverified": ("not read", "未读"),
    # What evaluators see.
    "rating/P": ("performed without challenges", "顺利完成"),
    "rating/S": ("performed with some challenges", "完成但有些困难"),
    "rating/M": ("performed with major challenges", "完成但有重大困难"),
    "rating/U": ("unable to be performed", "无法完成"),
    "finding/strength": ("strength", "优点"),
    "finding/improvement": ("to improve", "待改进"),
    "report/observations": ("Observations", "观察"),
    "report/lessons": ("Lessons agreed", "已商定的教训"),
    "report/observed": ("observed: {text}", "观察：{text}"),
    "report/not_rated": ("not rated", "未评级"),
    "report/undone_future": ("of a future that was undone", "属于已撤销的进程"),
    # Sentences.
    "report/versions": (
        "{program}, model {model}, Python {python}",
        "{program}，模型 {model}，Python {python}",
    ),
    "report/day": ("day {day}", "第 {day} 天"),
    "report/days_before": ("{day} d before", "此前 {day} 天"),
    "report/which_time": (
        (
            "Every time in this report is the drill clock, in the firm's time zone ({zone}); day "
            "1 is the day of the first sign."
        ),
        "本报告中的时间均为演练时钟，采用公司所在时区（{zone}）；第 1 天为首个迹象之日。",
    ),
    "report/same_again": (
        "The same inputs, seed and version give this course again, act for act.",
        "同样的输入、种子与版本会重现这一过程。",
    ),
    "report/ratings": (
        (
            "P performed without challenges, S with some, M with major challenges, U unable to be "
            "performed (HSEEP). Evaluators' judgement, not the model's."
        ),
        "P 顺利完成，S 有些困难，M 有重大困难，U 无法完成（HSEEP）。由评估人判断，非模型得出。",
    ),
    "report/unrated": ("No objective was rated in this drill.", "本次演练没有对目标评级。"),
    "report/range_held": (
        (
            "The range that the room knew held the true number in {held} of {hours} hours since "
            "it had one."
        ),
        "自有估计起的 {hours} 小时中，已知范围在 {held} 小时内包含真实人数。",
    ),
    "report/no_decision": ("No decision came before the room.", "没有决策提交给现场。"),
    "report/open": ("open", "未决定"),
    "report/default": ("nobody decided: {option} by default", "无人决定：默认{option}"),
    "report/cut": ("{count} more lines are in the drill file.", "演练文件中另有 {count} 行。"),
    "report/blank": ("not written yet", "尚未撰写"),
    "report/released_hand": ("released by hand", "手动发布"),
    "report/branches": (
        "{count}; this is the one that is played",
        "{count} 个；本报告为当前分支",
    ),
    "report/after_aware": ("{time} after awareness", "知悉后 {time}"),
    "report/at_end": ("at the end", "结束时"),
    "report/at_now": ("now", "现在"),
    "history/hold": ("held back", "暂缓"),
    "history/back": ("put back on its time", "恢复原定时间"),
    "history/edit": ("edited", "修改"),
    "history/skip": ("skipped", "跳过"),
    "report/improvised": ("made up in the drill", "即兴注入"),
    "report/yes": ("yes", "是"),
    "report/no": ("no", "否"),
    # The forms in the console.
    "tab/evaluation": ("Evaluation", "评估"),
    "evaluate/objective": ("Objective", "目标"),
    "evaluate/any": ("of no objective alone", "不限于某一目标"),
    "evaluate/text": ("Observation, of just now", "观察（此刻）"),
    "evaluate/finding": ("It is", "性质"),
    "evaluate/observe": ("Write it down", "记下观察"),
    "evaluate/rating": ("Rating", "评级"),
    "evaluate/why": ("Why", "理由"),
    "evaluate/rate": ("Rate the objective", "给目标评级"),
    "evaluate/alone": (
        "Evaluation is for the facilitator and the evaluators: it is hidden in room view.",
        "评估仅供主持人和评估人使用，在现场视图中隐藏。",
    ),
    "said/observed": ("Observation written down", "已记下观察"),
    "said/rated": ("Objective rated", "已给目标评级"),
    "report/language": ("Language", "语言"),
    "language/both": ("English and Chinese", "英文与中文"),
    "language/en": ("English", "英文"),
    "language/zh": ("Chinese", "中文"),
    "screen/report": ("Report", "报告"),
    "conclude/summary": ("In short", "概述"),
    "conclude/strengths": ("Strengths", "优点"),
    "conclude/improvements": ("To improve, a line each", "待改进，每行一项"),
    "conclude/lessons": (
        "Lessons, a line each: what | who | by when",
        "教训，每行一项：内容 | 负责人 | 期限",
    ),
    "report/form": ("Report of this drill", "本次演练的报告"),
    "report/help": (
        (
            "Your conclusions stand in the report and stay in the drill. The report is written "
            "beside the drill file, as a page and as a document; while the drill runs it leaves "
            "out the truth."
        ),
        (
            "您的结论将写入报告并保存在演练中。"
            "报告以网页和文档形式写在演练文件旁；演练进行中不含真相。"
        ),
    ),
    "report/keep": ("Keep", "保存"),
    "report/write": ("Write the report", "生成报告"),
    "report/close": ("Back", "返回"),
    "report/opened": ("Write your conclusions, then the report", "请填写结论，然后生成报告"),
    "report/kept": ("Kept in the drill", "已保存在演练中"),
    "report/busy": ("A report is being written", "报告正在生成"),
    "report/looking_back": (
        "You are looking back; a report is written of the drill as it stands now",
        "您正在回看；报告只针对演练的当前状态",
    ),
    "report/begun": (
        "The report is being written; the drill stays free",
        "正在生成报告，演练可继续",
    ),
    "report/writing": ("Writing the report … {percent} %", "正在生成报告… {percent}%"),
    "report/done": ("Report written:", "报告已生成："),
    "report/written": ("The report is written", "报告已生成"),
    # Findings of the improvement plan.
    "finding/late": ("{duty}: due {due}, met {met}", "{duty}：{due} 到期，{met} 履行"),
    "finding/missed": ("{duty}: due {due}, not met", "{duty}：{due} 到期，未履行"),
    "finding/late_ask": (
        "Who watches this clock, and who signs when they are away?",
        "谁负责盯住这一时限？其不在时由谁签发？",
    ),
    "finding/default": (
        "{question}: nobody decided in {took}; {option} happened by default",
        "{question}：{took} 内无人决定；默认{option}",
    ),
    "finding/default_ask": (
        "Who may decide this, and who when they cannot be reached?",
        "谁有权决定？联系不上时由谁决定？",
    ),
    "finding/wait": ("{task}: waited {hours} for {team}", "{task}：等待{team} {hours}"),
    "finding/wait_ask": (
        "Who could stand in, be called earlier, or be freed of other work?",
        "谁能顶替、提前召请，或从其他工作中抽出？",
    ),
    "finding/own_ask": (
        "What would have to be in place for this to go well?",
        "需要具备什么才能做好这一点？",
    ),
}
"""Messages by key: the English and the Chinese form."""
