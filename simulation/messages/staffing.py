"""What the chart of who worked on what says, in English and Chinese: data of the catalogue."""

STAFFING: dict[str, tuple[str, str]] = {
    "chart/gantt": ("Who worked on what", "谁在做什么"),
    "chart/one_run": (
        "day 0: {moment}; {plan}, seed {seed}, replication {replication}",
        "第 0 天：{moment}；{plan}，种子 {seed}，第 {replication} 次",
    ),
    "chart/day_zero": ("day 0: {moment}", "第 0 天：{moment}"),
    "chart/late": ("overtime", "加班"),
    "chart/meets": ("team meets {share} of day", "开会 {share}"),
    "chart/morale": ("morale (top: whole)", "士气（顶为完好）"),
    "chart/followed": ("What followed", "处理结果"),
    "sign/stands-in": ("stands in for a role", "代理其他角色"),
    "sign/hand-over": ("taken over", "接手"),
    "sign/abroad": ("taken over across zones", "跨时区接手"),
    "sign/interview": ("interview", "约谈"),
    "sign/suspension": ("suspension: HR and IT", "人事与技术停权"),
    "sign/rest": ("days off in turns", "轮休"),
    "sign/counselling": ("counselling", "心理辅导"),
    "sign/bonus": ("bonus", "奖金"),
    "sign/sanction": ("sanction", "处分"),
    "sign/published": ("sanction made known", "公布处分"),
    "sign/untried": ("untried: work × {factor}", "久未演练 × {factor}"),
    "sign/no-kits": ("no kits: × {factor}", "缺取证工具 × {factor}"),
    "sign/old-lists": ("old lists: × {factor}", "名单过时 × {factor}"),
    "chart/waits": ("waiting for the team", "等待团队"),
    "chart/works": ("at work", "进行中"),
    "alt/gantt": (
        "{tasks} tasks of {teams} teams within {days} days of the first sign.",
        "首个迹象后 {days} 天内，{teams} 个团队的 {tasks} 项任务。",
    ),
    "alt/signs": ("Marked: {signs}.", "标记：{signs}。"),
    "alt/followed": ("{what} ({option})", "{what}（{option}）"),
    "alt/longest_wait": (
        "The longest wait: {task}, {hours} h for {team}.",
        "等待最久：{task}，等{team} {hours} 小时。",
    ),
    "alt/no_work": ("Nobody worked on it.", "没有人处理。"),
}
"""Words of the staffing chart: its key, the signs in its rows, and the sentences for it."""
