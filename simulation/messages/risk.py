"""What is said of a firm's yearly risk, in English and Chinese."""

RISK: dict[str, tuple[str, str]] = {
    "cause/technical-weakness": ("technical weakness", "技术漏洞"),
    "cause/insider": ("insider", "内部人员"),
    "cause/credential-theft": ("stolen log-in", "凭证被盗"),
    "cause/malware": ("malware and extortion", "恶意软件与勒索"),
    "cause/operator-error": ("operator's error", "操作失误"),
    "cause/lost-device": ("lost device", "设备遗失"),
    "cause/neglect": ("neglect by management", "管理疏忽"),
    "cause/partner": ("partner or supplier", "合作方或供应商"),
    "grade/low": ("low", "低"),
    "grade/medium": ("medium", "中"),
    "grade/high": ("high", "高"),
    "column/cause": ("cause", "原因"),
    "column/per_year": ("a year", "每年次数"),
    "column/breaches": ("simulated by", "模拟事件"),
    "column/mean_loss": ("mean loss", "平均损失"),
    "column/yearly_mean": ("mean a year", "年均损失"),
    "column/treatment": ("control or hire", "措施或招聘"),
    "column/cost_a_year": ("costs a year", "年成本"),
    "column/less_loss": ("takes from the mean year [95 %]", "年均损失减少 [95%]"),
    "column/return": ("per unit of money", "每单位成本"),
    "column/less_tail": ("takes from the worst year in 100", "百年一遇年份减少"),
    "column/figure": ("figure", "数值"),
    "column/interval": ("95 % interval, from the runs", "95% 区间（来自运行次数）"),
    "risk/kind": ("Yearly risk", "年度风险"),
    "risk/subtitle": (
        "{firm}, answering by {plan}: {replications} runs of each cause, seed {seed}",
        "{firm}，按 {plan} 应对：每种原因运行 {replications} 次，种子 {seed}",
    ),
    "risk/answer": ("In short", "要点"),
    "risk/causes": ("By cause", "按原因"),
    "risk/figures": ("A year's loss", "年度损失"),
    "risk/treatments": ("What would lower it", "如何降低"),
    "risk/chance": (
        "A breach comes in {chance} of years (mean {per_year} a year).",
        "{chance} 的年份会发生泄露（年均 {per_year} 次）。",
    ),
    "risk/mean": (
        (
            "The mean year costs {mean} {currency} [{low}, {high}]; one breach costs {given} "
            "{currency}."
        ),
        "年均损失 {mean} {currency} [{low}, {high}]；一旦发生，平均 {given} {currency}。",
    ),
    "risk/tail": (
        "The worst year in a hundred costs {tail} {currency} in the mean [{low}, {high}].",
        "百年一遇的年份平均损失 {tail} {currency} [{low}, {high}]。",
    ),
    "risk/score": (
        "Score {score}: that year in per cent of turnover; grade {grade} (limits are judgement).",
        "评分 {score}：该损失占年营业额的百分比；等级 {grade}（界限为判断）。",
    ),
    "risk/ruin": (
        "Chance of a year that the firm could not bear: {ruin} (more than {share} of turnover).",
        "企业难以承受的年份的概率：{ruin}（超过营业额的 {share}）。",
    ),
    "risk/left_out": (
        "Not in these figures, for no breach of the library stands for it: {causes}.",
        "以下原因无对应事件，未计入：{causes}。",
    ),
    "risk/interval": (
        (
            "Square brackets hold 95 % intervals, from the number of runs alone; how often "
            "breaches come is far less sure."
        ),
        "方括号内为 95% 区间，仅反映运行次数；发生频率的不确定性大得多。",
    ),
    "risk/not_shown": ("{figures}, not shown", "{figures}，未显示"),
    "risk/within": ("stays within in {share} of years", "{share} 的年份不超过"),
    "risk/beyond": ("mean of the years beyond", "超过部分的均值"),
    "risk/hire": ("one more in {team}", "{team} 增加一人"),
    "risk/audit_found": (
        "{seen} open weaknesses found of {all} (audit: {by}; --by takes {others} too)",
        "共 {all} 处未解决的薄弱点，发现 {seen} 处（审计方式：{by}；--by 还可选 {others}）",
    ),
    "risk/audit_fewer": (
        "Fewer breaches: how strong it is now, and how many of the breaches full strength spares",
        "减少泄露：目前强度，以及达到完整强度可避免的泄露比例",
    ),
    "risk/audit_sooner": ("Noticed sooner: how strong it is now", "更早发现：目前强度"),
    "risk/audit_smaller": (
        "Less that can be reached or misused: how strong it is now",
        "减少可触及或可被滥用的信息：目前强度",
    ),
    "risk/audit_better": ("A better answer: how strong it is now", "更好的应对：目前强度"),
    "risk/audit_worth": (
        "What one takes from a year's loss: risk ORGANISATION PLAN --control NAME",
        "某项措施可减少多少年度损失：risk ORGANISATION PLAN --control NAME",
    ),
    "risk/hardly_ever": ("less than {most} %", "不到 {most} %"),
    "risk/there": ("already there at {share}, raised to full", "已有，强度 {share}，提升至完整"),
    "risk/there_as_usual": (
        "taken to be there at {share} as is usual, raised to full",
        "按通常情况视为已有 {share}，提升至完整",
    ),
    "risk/named": ("{name} ({there})", "{name}（{there}）"),
    "risk/value": (
        "Hires are priced by their wage for the whole year; what else they do is not counted.",
        "招聘按全年工资计价；其其他贡献未计。",
    ),
    "chart/yearly": ("Chance that a year costs more", "年度损失超过的概率"),
    "chart/yearly_axis": ("loss of a year, {currency}", "年度损失，{currency}"),
    "chart/chance": ("chance, one year in …", "概率，每…年一次"),
    "chart/yearly_ruin": ("what the firm can bear", "企业可承受"),
    "chart/yearly_all": ("all causes", "全部原因"),
    "chart/by_cause": ("Mean yearly loss by cause", "各原因的年均损失"),
    "chart/yearly_source": (
        "{plan} · {replications} runs of each cause · seed {seed}",
        "{plan} · 每种原因 {replications} 次运行 · 种子 {seed}",
    ),
    "chart/treatments": ("Taken from the mean year's loss", "年均损失的减少"),
    "chart/treatments_axis": ("{currency} a year, 95 % interval", "每年 {currency}，95% 区间"),
    "chart/treatments_key": (
        "at the right: for each {currency} the treatment costs a year; grey: not shown",
        "右侧：每单位年成本的收益（{currency}）；灰色：未显示",
    ),
}
