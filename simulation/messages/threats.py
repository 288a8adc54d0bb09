"""What is said of threats: their moments, turns and lines of the feed."""

THREATS: dict[str, tuple[str, str]] = {
    "moment/ransom-note": ("a ransom note has come", "收到勒索信"),
    "moment/insider-suspected": ("one of us is suspected", "怀疑内部人员"),
    "moment/ransom-paid": ("the ransom is paid", "已支付赎金"),
    "moment/second-breach": ("it has happened again", "再次发生"),
    "event/data-posted": ("data posted on the web", "数据被公开发布"),
    "event/ransom-note": ("a ransom note", "勒索信"),
    "event/sale-offer": ("an offer of the data for sale", "数据被兜售"),
    "event/client-defrauded": ("a client has been defrauded", "客户被骗"),
    "turn/ransom-note": ("the ransom note", "勒索信"),
    "turn/publication": ("the clock of the leak site", "泄露网站的时限"),
    "turn/supplier-acts": ("what the supplier does", "供应商的处置"),
    "turn/supplier-tells": ("the supplier's notice", "供应商的通知"),
    "turn/caches-cleared": ("the clearing of caches", "缓存清除"),
    "turn/device-opened": ("the opening of the device", "设备被打开"),
    "turn/records-repaired": ("the repair of records", "记录修复"),
    "turn/second-breach": ("the second breach", "第二次泄露"),
    "fact/system.reached": ("intruders reach {subject}", "入侵者到达{subject}"),
    "fact/evidence.lost": ("traces are lost: {subject}", "痕迹丢失：{subject}"),
    "fact/ransom.note": ("a ransom note comes", "收到勒索信"),
    "fact/supplier.finds": ("the supplier has found it", "供应商已发现"),
    "fact/supplier.told": (
        "the supplier, told by us, will have acted in {after} h in place of {before} h",
        "供应商得知后将在 {after} 小时内处置，否则为 {before} 小时",
    ),
    "fact/device.opened": ("somebody opens the lost device", "遗失的设备被打开"),
    "fact/records.repaired": (
        "{before} wrong records are right again; {after} filings are corrected",
        "{before} 条错误记录已更正；{after} 份申报已更正",
    ),
    "fact/breach.again": ("it happens again, for the cause is still there", "根源未除，再次发生"),
}
"""Every message about threats: its key, and its English and Chinese form."""
