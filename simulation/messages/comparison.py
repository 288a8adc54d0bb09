"""What the screen that compares plans says, in English and Chinese."""

COMPARISON: dict[str, tuple[str, str]] = {
    # What to compare.
    "compare/scenario": ("Breach", "事件"),
    "compare/organisation": ("Organisation", "组织"),
    "compare/plans": ("Plans", "预案"),
    "compare/base": ("Compared with", "比较基准"),
    "compare/replications": ("Runs a plan", "次数"),
    "compare/seed": ("Seed", "种子"),
    "compare/stop": ("Stop when sure enough", "足够确定时停止"),
    "compare/stop_measure": ("Interval of", "区间对象"),
    "compare/stop_width": ("within ±", "不超过 ±"),
    "compare/compare": ("Compare", "比较"),
    "compare/cancel": ("Cancel", "取消"),
    "compare/measures": ("Measures", "指标"),
    "compare/own": ("the breach's own: {title}", "事件自带：{title}"),
    "compare/unknown_time": (
        "{runs} runs; how long is known after the first pieces",
        "共 {runs} 次运行；开始后即可估计所需时间",
    ),
    "compare/about_time": ("{runs} runs, about {time}", "共 {runs} 次运行，约 {time}"),
    "compare/starting": ("Starting …", "启动中…"),
    "compare/progress": ("{done} of {total} runs", "已完成 {done} / {total} 次"),
    "compare/time_left": ("about {time} left", "约剩 {time}"),
    "compare/nothing": (
        "Nothing compared yet: choose plans and press Compare",
        "尚未比较：请选择预案并按“比较”",
    ),
    "compare/other": (
        "These figures are of other choices than those on the left; press Compare for new ones",
        "以下结果对应之前的选择，与左侧当前的选择不符；请按“比较”重新计算",
    ),
    "compare/again": (
        "Nothing compared yet: press Compare in the panel, then run this cell once more",
        "尚未比较：请在面板中按“比较”，然后再次运行此单元格",
    ),
    # What it says when something was done.
    "compare/ready": ("Choose plans, then press Compare", "选择预案后按“比较”"),
    "compare/begun": (
        "The comparison runs; the notebook stays free",
        "比较进行中，笔记本仍可使用",
    ),
    "compare/done": ("Compared: {runs} runs a plan", "比较完成：每个预案 {runs} 次运行"),
    "compare/called_off": ("Called off; nothing was changed", "已取消，结果未变"),
    "compare/based": (
        "Now compared with {plan}; nothing was run again",
        "现以{plan}为基准；未重新运行",
    ),
    "compare/runs_between": (
        "Runs a plan: give a whole number from 1 to {most}",
        "次数：请填写 1 到 {most} 的整数",
    ),
    "compare/seed_between": (
        "Seed: give a whole number from 0 to {most}",
        "种子：请填写 0 到 {most} 的整数",
    ),
    "compare/few_runs": (
        "Under {least} runs, percentiles and the worst 5 % mean little",
        "少于 {least} 次运行时，百分位数与最差 5 % 意义不大",
    ),
    "compare/looks": (
        "It looks first after {first} runs a plan, then after every {next} more",
        "每个预案运行 {first} 次后首次判断，此后每 {next} 次判断一次",
    ),
    "compare/choose_plan": ("Choose at least one plan", "请至少选择一个预案"),
    "compare/width_above": ("Give a width above 0 to stop at", "请填写大于 0 的区间半宽"),
    "compare/choose_measure": ("Choose at least one measure", "请至少选择一个指标"),
    # Tabs of the result.
    "result/glance": ("At a glance", "一览"),
    "result/time": ("Over time", "随时间"),
    "result/cost": ("Cost", "成本"),
    "result/law": ("Law", "法律"),
    "result/people": ("People", "人员"),
    "result/why": ("Why", "原因"),
    "result/inputs": ("Inputs", "输入"),
    "result/drawing": ("Drawing …", "绘制中…"),
    "result/working": ("Looking into the runs …", "正在查看各次运行…"),
    # One run of a plan, and why two plans differ.
    "people/plan": ("A run of", "查看运行"),
    "people/run": (
        "Run number {number}, the one in the middle by cost; other runs went otherwise",
        "第 {number} 次运行，成本居中；其他运行各有不同",
    ),
    "why/plan": ("Plan", "预案"),
    "why/against": ("held against", "对比"),
    "why/which": ("in the run that is", "取哪次运行"),
    "why/by": ("by", "按"),
    "which/typical": ("typical", "典型"),
    "which/worst": ("worst for it", "对其最不利"),
    "why/two_plans": ("Choose two different plans", "请选择两个不同的预案"),
    "why/run": (
        "Run number {number}, on the same luck under both plans",
        "第 {number} 次运行，两个预案面对相同的运气",
    ),
    "why/what_differs": ("What differs", "不同之处"),
    "why/came_out": ("What came out", "结果"),
    "why/how": ("How it came to that", "经过"),
    # The table.
    "table/measure": ("Measure", "指标"),
    "table/plan": ("Plan", "预案"),
    "table/mean": ("Mean ± standard error", "均值 ± 标准误"),
    "table/range": ("5–95 % of runs", "5–95% 运行范围"),
    "table/worst": ("Worst 5 %: mean ± s.e.", "最差 5% 均值 ± 标准误"),
    "table/less": ("Difference from {plan}, 95 % interval", "与 {plan} 的差值，95% 区间"),
    "table/verdict": ("Better or worse?", "优劣"),
    "table/base": ("compared with", "基准"),
    "report/far_off": (
        "† The mean lies outside of where nine of ten runs do: a few runs lie far off.",
        "† 均值落在九成运行的范围之外：少数运行相差很大。",
    ),
    "table/never": ("never", "未发生"),
    "table/in_runs": ("in {known} of {runs} runs", "{runs} 次中发生 {known} 次"),
    "table/duty": ("Legal duty", "法定义务"),
    "table/met": ("Met in time, 95 % interval", "按时履行，95% 区间"),
    "table/no_clock": ("its clock never ran", "时限从未启动"),
    "table/runs": ("Runs in which its clock ran", "时限启动的运行次数"),
    "verdict/better": ("better", "更好"),
    "verdict/worse": ("worse", "更差"),
    "verdict/no difference shown": ("no difference shown", "未显示差异"),
    "verdict/the same in every run": ("the same in every run", "每次运行都相同"),
    "verdict/never under both": ("never under both", "两者均未发生"),
    "verdict/only under one": ("only under one", "仅其一发生"),
    "verdict/happened": (
        "in {plan} of {runs} runs, against {against}",
        "{runs} 次运行中发生 {plan} 次，对比方 {against} 次",
    ),
    "verdict/shares": (
        "better in {better} %{error}, worse in {worse} %, equal in {equal} % of runs",
        "{better}%{error} 的运行更好，{worse}% 更差，{equal}% 相同",
    ),
    "table/needed": (
        "about {count} runs would be needed to show one of this size",
        "约需 {count} 次运行才能显示这一大小的差异",
    ),
    "table/needed_many": (
        "more than {count} runs would be needed to show one of this size",
        "需 {count} 次以上运行才能显示这一大小的差异",
    ),
    # How to read it, and what not to conclude.
    "study/yearly": (
        "Besides, each year, breach or not: {costs} (5–95 %). No run's cost holds it.",
        "此外，无论是否发生事件，每年：{costs}（5–95 %）。各次运行的成本均不含此项。",
    ),
    "caution/interval": (
        "An interval holds the true mean in 19 of 20 studies; one that spans zero shows nothing.",
        "20 次研究约有 19 次区间包含真实均值；区间跨零表示未显示差异，不等于没有差异。",
    ),
    "caution/pairs": (
        "Every plan met the same luck, run by run, so differences are taken in pairs.",
        "各预案逐次面对相同的运气，差异按配对计算。",
    ),
    "caution/ranks": (
        "It ranks plans in this model on these inputs; it does not forecast what a breach costs.",
        "结果仅在本模型与这些输入下比较预案优劣，不预测泄露事件的损失。",
    ),
    "caution/chance": (
        "Intervals hold chance alone, not what the files assume; one in twenty misses by chance.",
        "区间只反映随机性，不含输入假设的误差；约二十分之一会因偶然而落空。",
    ),
    "caution/effects": (
        "What a plan does is conditional on this model; no study of such plans was found.",
        "预案的效果取决于本模型；未见实测此类预案的研究。",
    ),
    "caution/judgement": (
        "Figures by judgement are judgement, with a low and a high; see the column above.",
        "标为判断的数值即为判断，各有上下限；见上表一栏。",
    ),
    # What was compared.
    "inputs/kind": ("What", "类别"),
    "inputs/title": ("Title", "名称"),
    "inputs/name": ("Name", "标识"),
    "inputs/hash": ("Fingerprint", "指纹"),
    "inputs/sources": ("Figures with evidence / by judgement / neither", "有据 / 判断 / 无来源"),
    "kind/scenario": ("Breach", "事件"),
    "kind/plan": ("Plan", "预案"),
    "kind/organisation": ("Organisation", "组织"),
    "inputs/luck": (
        "{runs} runs a plan on the same draws; the same inputs and seed {seed} give it again",
        "每个预案 {runs} 次运行，随机数相同，种子 {seed}；相同输入与种子得到相同结果",
    ),
    "inputs/stopped": ("Stopping rule", "停止规则"),
    "stopping/enough": (
        "narrow enough after {ran} of {asked} runs a plan: {widths}",
        "每个预案 {asked} 次运行中，{ran} 次后已足够确定：{widths}",
    ),
    "stopping/unsure": (
        "not sure enough after {ran} of {asked} runs a plan: {widths}",
        "每个预案 {asked} 次运行中，{ran} 次后仍不够确定：{widths}",
    ),
    "stopping/width": (
        "{measure} within ±{half} (asked: ±{asked})",
        "{measure}在 ±{half} 以内（要求 ±{asked}）",
    ),
    "stopping/few": (
        ", but only {unlike} runs differ of {least} needed",
        "，但只有 {unlike} 次运行有差别，需要 {least} 次",
    ),
    "stopping/comma": (", ", "，"),
    "inputs/cautions": ("What not to conclude", "不应得出的结论"),
    # Out to files.
    "export/report": ("Report", "报告"),
    "export/table": ("Table as shown", "所示表格"),
    "export/csv": ("All runs, CSV", "全部运行 CSV"),
    "export/parquet": ("Parquet", "Parquet"),
    "export/study": ("Study file", "研究文件"),
    "export/title": ("Take it with you", "导出"),
    "export/done": ("Written: {path}", "已写入：{path}"),
    "export/writing": ("Writing …", "写入中…"),
}
"""Messages by key: the English and the Chinese form."""
