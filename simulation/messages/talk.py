"""What is said of public talk and of clients: moments and lines of the feed."""

TALK: dict[str, tuple[str, str]] = {
    "moment/posts-seen": ("somebody has seen what is said of us", "已有人看到外界议论"),
    "moment/verifiable-channel": ("the notice names a way to check it", "通知附有核实渠道"),
    "talk/posts-seen": ("what is said of us is seen", "看到外界议论"),
    "talk/imitation": ("notices in our name", "冒名通知"),
    "moment/notices-returned": ("notices have come back", "有通知被退回"),
    "talk/notices-returned": ("notices come back", "通知被退回"),
    "fact/notices.returned": (
        "notices come back: {after} people have had none",
        "通知被退回：{after} 人没有收到",
    ),
    "fact/notices.public": ("a public notice", "发布公告"),
    "fact/told.unreached": (
        "{after} people have no address that works",
        "{after} 人没有有效地址",
    ),
    "fact/partners.cut_off": (
        "partners read of it first and cut us off for {hours}",
        "合作方先从新闻得知，断开连接 {hours}",
    ),
    "event/soothing-disproved": ("our soothing words disproved", "安抚之词被推翻"),
    "fact/survey": ("a survey puts clients' trust at {after}", "调查估计客户信任为 {after}"),
    "fact/notices.fake": (
        "false notices in our name deceive {after} people",
        "冒名通知欺骗了 {after} 人",
    ),
    "fact/care": ("an offer of help to those told", "向被告知者提供帮助"),
    "audience/our_staff": ("our staff", "本公司员工"),
    "fact/statement.untrue": ("what we said turns out untrue", "我们的说法被证实不实"),
}
"""Every message about talk: its key, and its English and Chinese form."""
