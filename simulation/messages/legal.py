"""Grades, authorities and claims, in English and Chinese."""

LEGAL: dict[str, tuple[str, str]] = {
    # Grades of the National Cybersecurity Incident Reporting Measures.
    "grade/general": ("general", "一般"),
    "grade/relatively_major": ("relatively major", "较大"),
    "grade/major": ("major", "重大"),
    "grade/extremely_major": ("extremely major", "特别重大"),
    "summary/severity": ("Severity, as known", "已知严重程度"),
    "summary/graded": ("Grade for reporting in China", "中国报告等级"),
    "summary/standard": ("Level by the national standard", "国家标准级别"),
}
"""Each key, and its English and Chinese form."""
