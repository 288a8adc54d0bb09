"""What the screen says, in English and Chinese: data of the catalogue in `text`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # Charts.
    "chart/exposure": ("Exposure", "泄露规模"),
    "chart/cost": ("Cost", "成本"),
    "chart/trust": ("Client trust", "客户信任"),
    "chart/work": ("Work", "工作"),
    "chart/people": ("people", "人"),
    "chart/known": ("known", "已知"),
    "chart/range": ("range", "范围"),
    "chart/told": ("told", "已告知"),
    "chart/true": ("true", "真实"),
    "chart/time": ("time since the first sign", "自首个迹象起"),
    "chart/deadline": ("deadline", "法定时限"),
    # Whom the law wants told.
    "recipient/management": ("management", "管理层"),
    "recipient/regulator": ("authority", "主管部门"),
    "recipient/affected": ("people", "个人"),
    "recipient/all_clients": ("all clients", "全体客户"),
    "recipient/partners": ("partners", "合作方"),
    "recipient/public": ("public", "公众"),
}
"""Every message of the screen: its key, and its English and Chinese form."""
