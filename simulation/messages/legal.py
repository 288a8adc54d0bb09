"""Grades, authorities and claims, in English and Chinese."""

LEGAL: dict[str, tuple[str, str]] = {
    # Grades of the National Cybersecurity Incident Reporting Measures.
    "grade/general": ("general", "一般"),
    "grade/relatively_major": ("relatively major", "较大"),
    "grade/major": ("major", "重大"),
    "grade/extremely_major": ("extremely major", "特别重大"),
    "measure/fine_tier": ("heaviest end of a case (0: none)", "案件最重结果（0：无）"),
    "measure/authority_legal_h": ("hours answering the authority", "答复主管部门工时"),
    "measure/claims": ("claims for damages", "损害赔偿请求"),
    "unit/tiers": ("tiers", "档"),
    "unit/claims": ("claims", "项"),
    "summary/escalated": ("Management told", "管理层获知"),
    "summary/escalated_in_time": ("within the firm's own limit", "在内部时限内"),
    "summary/escalated_late": ("later than the firm's own limit", "超出内部时限"),
    "summary/questions": ("Rounds of questions by the authority", "主管部门询问轮数"),
    "summary/case": ("What the authority did", "主管部门处理结果"),
    "summary/no_case": ("no case", "未立案"),
    "summary/claims": ("Claims for damages", "损害赔偿请求"),
    "summary/severity": ("Severity, as known", "已知严重程度"),
    "summary/graded": ("Grade for reporting in China", "中国报告等级"),
    "summary/standard": ("Level by the national standard", "国家标准级别"),
}
"""Each key, and its English and Chinese form."""

LEGAL_LOG: dict[str, tuple[str, str]] = {
    # Questions of an authority, claims, limits of the firm's own.
    "questions": ("questions of the authority", "主管部门的询问"),
    "claims": ("claims for damages", "损害赔偿请求"),
    "escalation/low": ("management must know of a slight incident", "轻微事件须报管理层"),
    "escalation/medium": ("management must know of a medium incident", "中等事件须报管理层"),
    "escalation/high": ("management must know of a severe incident", "严重事件须报管理层"),
    "task/authority-records-1": ("Look out records for the authority", "为主管部门查找记录"),
    "task/authority-answer-1": ("Answer the authority", "答复主管部门"),
    "task/authority-records-2": (
        "Look out further records for the authority",
        "为主管部门再查记录",
    ),
    "task/authority-answer-2": ("Answer the authority again", "再次答复主管部门"),
    "task/false-alarm": ("Look into a false alarm", "核查误报"),
    "task/correct-notice": ("Write to those who were left out", "补发通知"),
    "task/closing-report": ("Write the closing report", "撰写总结报告"),
    "fact/authority.asks": ("the authority asks questions", "主管部门提出询问"),
    "fact/authority.answered": ("the authority has its answer", "已答复主管部门"),
    "fact/case.end": (
        "{subject}: the case ends with {after} {currency}",
        "{subject}：案件以 {after} {currency} 结束",
    ),
    "fact/claims": (
        "{after} claims are made, {before} of them settled",
        "提出 {after} 项索赔，其中 {before} 项和解",
    ),
    "fact/escalation.start": ("the firm's own limit runs: {subject}", "内部时限开始：{subject}"),
    "fact/escalation.met": ("management knows: {subject}", "内部已上报：{subject}"),
    "fact/escalation.late": (
        "the firm's own limit has passed: {subject}",
        "内部时限已过：{subject}",
    ),
    "fact/notices.again": (
        "{after} more people should have been told: a second round begins",
        "还应告知 {after} 人：开始补发",
    ),
    "moment/open-with-authority": ("open with the authority", "对主管部门公开"),
    "moment/obstructs-authority": ("obstructs the authority", "阻碍主管部门"),
}
"""What the log says of them: each key, and its English and Chinese form."""
