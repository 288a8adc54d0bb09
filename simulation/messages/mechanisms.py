"""What each mechanism of the world is called, and says, in English and Chinese."""

MECHANISMS: dict[str, tuple[str, str]] = {
    # A name, and in one sentence what is there no more when it is off.
    "mechanism/accountability": ("HR and IT together", "人事与技术联动"),
    "mechanism/accountability/says": (
        "One of us keeps ways in until personnel and IT take them away together.",
        "内部人员仍有途径，直到人事与技术一起收回。",
    ),
    "mechanism/advice-wait": ("Waiting for advice", "等待法律意见"),
    "mechanism/advice-wait/says": (
        "Days pass before counsel and insurer have answered.",
        "律师与保险方答复前要等待数日。",
    ),
    "mechanism/attention": ("Public attention", "公众关注"),
    "mechanism/attention/says": (
        "News stirs the public for days, and those who hear ask and leave.",
        "新闻引发数日关注，听说的客户会询问、流失。",
    ),
    "mechanism/back-ups": ("Copies that fail", "备份失效"),
    "mechanism/back-ups/says": (
        "Back-ups do not always work when they are needed.",
        "备份在需要时并不总能用。",
    ),
    "mechanism/churn": ("Clients leave", "客户流失"),
    "mechanism/churn/says": (
        "Clients whose trust has fallen leave more often.",
        "信任下降的客户更容易离开。",
    ),
    "mechanism/controls": ("Preventive controls", "预防性控制措施"),
    "mechanism/controls/says": (
        "What the firm has or lacks beyond the usual controls changes what can happen.",
        "公司多于或少于通常水平的控制措施，会改变事态。",
    ),
    "mechanism/coordination": ("Coordination", "协调"),
    "mechanism/coordination/says": (
        "A team that meets has less of the day; without one, hand-overs and decisions are slow.",
        "开会的小组工作时间变少；没有小组，交接和决定更慢。",
    ),
    "mechanism/claims": ("Claims for damages", "损害赔偿"),
    "mechanism/claims/says": (
        "Some who are hit claim damages, more of them when told late.",
        "部分受害者索赔，告知越晚越多。",
    ),
    "mechanism/corrections": ("Second rounds of notices", "补发通知"),
    "mechanism/corrections/says": (
        "When too few were told, the others are written to later, and it hurts more.",
        "告知人数不足时须补发，伤害更大。",
    ),
    "mechanism/deciding-wait": ("Waiting for a decision", "等待拍板"),
    "mechanism/deciding-wait/says": (
        "Somebody must decide to tell, and takes time.",
        "是否告知须有人拍板，而这需要时间。",
    ),
    "mechanism/decision-owner": ("Who may decide is away", "拍板的人不在"),
    "mechanism/decision-owner/says": (
        "A question waits for its owner, later for a deputy, who must be at work or on call.",
        "问题要等负责人到岗或值班接听，过后由代理人决定。",
    ),
    "mechanism/delay-shock": ("Late news hurts more", "迟到的消息更伤人"),
    "mechanism/delay-shock/says": (
        "The longer we knew before a client learns, the deeper trust falls.",
        "从我们知悉到客户得知拖得越久，信任跌得越深。",
    ),
    "mechanism/deputies": ("Deputies are slower", "代理人较慢"),
    "mechanism/deputies/says": (
        "Who stands in for another takes longer for the same work.",
        "代他人做事的人，同样的工作耗时更长。",
    ),
    "mechanism/downtime": ("Downtime", "停机"),
    "mechanism/downtime/says": (
        "An hour without a system costs the work of those who need it.",
        "系统停用一小时，就损失依赖它的工作。",
    ),
    "mechanism/escalation": ("Escalation", "内部上报"),
    "mechanism/escalation/says": (
        "What management decides waits until management knows.",
        "应由管理层决定的事，须等其知情。",
    ),
    "mechanism/everyday-work": ("Everyday work", "日常工作"),
    "mechanism/everyday-work/says": (
        "Part of each shift goes to the work of every day.",
        "每个班次都有一部分时间用于日常工作。",
    ),
    "mechanism/evidence": ("Traces lost", "痕迹丢失"),
    "mechanism/evidence/says": (
        "A system cut off before images are made takes its traces with it.",
        "先断开、后取证，痕迹会随之丢失。",
    ),
    "mechanism/false-alarms": ("False alarms", "误报"),
    "mechanism/false-alarms/says": (
        "Alerts that mean nothing take the same people's time.",
        "无意义的警报占用同一批人的时间。",
    ),
    "mechanism/fake-notices": ("Notices in our name", "冒名通知"),
    "mechanism/fake-notices/says": (
        "Once it is known, false notices may deceive people, fewer of those who had ours.",
        "事件公开后，冒名通知会欺骗一些人，收到我们通知者较少受骗。",
    ),
    "mechanism/fatigue": ("Fatigue", "疲劳"),
    "mechanism/fatigue/says": (
        "Past eight hours people get less done and must do more again.",
        "超过八小时，效率下降，返工增多。",
    ),
    "mechanism/hand-over": ("Hand-overs", "交接"),
    "mechanism/hand-over/says": (
        "When one person takes over from another, half an hour is lost.",
        "换人接手时要损失半小时。",
    ),
    "mechanism/holidays": ("Public holidays", "法定节假日"),
    "mechanism/holidays/says": (
        "On public holidays only those work whose hours say so.",
        "法定节假日只有排班写明的人上班。",
    ),
    "mechanism/interruption": ("Urgent work interrupts", "急事打断"),
    "mechanism/interruption/says": (
        "Urgent tasks take people away from lesser ones at once.",
        "紧急任务会立即从次要任务抽调人手。",
    ),
    "mechanism/joint-response": ("Joint response", "联合处置"),
    "mechanism/joint-response/says": (
        "A supplier whom we tell acts sooner than it would alone.",
        "被我们告知的供应商，处置比独自进行更快。",
    ),
    "mechanism/lateral-movement": ("Moving on", "横向移动"),
    "mechanism/lateral-movement/says": (
        "Intruders get from one system to the next.",
        "入侵者从一个系统进入下一个。",
    ),
    "mechanism/learning": ("Clients learn by themselves", "客户自行得知"),
    "mechanism/learning/says": (
        "Clients hear of it otherwise than from us.",
        "客户会从我们之外的渠道得知。",
    ),
    "mechanism/leaving": ("Staff leave", "员工离职"),
    "mechanism/leaving/says": (
        "Where morale is low some leave, and others must be found and trained.",
        "士气低落时有人离职，须另招并培训。",
    ),
    "mechanism/legal-cases": ("Legal cases", "监管案件"),
    "mechanism/legal-cases/says": (
        "The authority may open a case, warn and fine.",
        "主管部门可能立案、警告、罚款。",
    ),
    "mechanism/listing-wait": ("Waiting for the list", "等待名单"),
    "mechanism/listing-wait/says": (
        "Finding out who is affected takes days.",
        "弄清谁受影响需要数日。",
    ),
    "mechanism/media": ("Media reports", "媒体报道"),
    "mechanism/media/says": (
        "The more people are affected, the sooner the media report.",
        "受影响的人越多，媒体越可能报道。",
    ),
    "mechanism/message": ("What the notice says", "通知的措辞"),
    "mechanism/message/says": (
        "An apology, repair or compensation softens the shock.",
        "道歉、补救或补偿会减轻冲击。",
    ),
    "mechanism/missing-addresses": ("Missing addresses", "地址缺失"),
    "mechanism/missing-addresses/says": (
        "Some people have no address that works, and no notice reaches them.",
        "有些人没有有效地址，通知送达不到。",
    ),
    "mechanism/misuse": ("Misuse of leaked data", "数据被滥用"),
    "mechanism/misuse/says": (
        "Leaked data do harm while those concerned know nothing.",
        "当事人不知情时，泄露的数据会造成损害。",
    ),
    "mechanism/morale": ("Morale", "士气"),
    "mechanism/morale/says": (
        "Long hours and accusations wear people down: they are slower and err more.",
        "加班和指责消磨干劲：做事变慢，出错增多。",
    ),
    "mechanism/nights": ("Nights and weekends", "夜间与周末"),
    "mechanism/nights/says": (
        "Nobody works outside the hours of a shift.",
        "班次之外无人工作。",
    ),
    "mechanism/partners": ("Partners taken by surprise", "合作方先从新闻得知"),
    "mechanism/partners/says": (
        "Partners who read of it before we tell them cut us off for a while.",
        "合作方若先从新闻得知，会暂时断开与我们的连接。",
    ),
    "mechanism/published": ("Published data", "数据公开"),
    "mechanism/published/says": (
        "Extortionists publish, and what is public is misused more.",
        "勒索者公开数据，公开的数据更易被滥用。",
    ),
    "mechanism/readiness": ("Readiness", "准备程度"),
    "mechanism/readiness/says": (
        "What was not tried lately, and lists and kits out of date, cost time and repeats.",
        "久未演练、名单和工具过时，会多费时间、多返工。",
    ),
    "mechanism/recovery": ("Trust recovers", "信任恢复"),
    "mechanism/recovery/says": (
        "Part of the lost trust comes back over months.",
        "失去的信任会在数月内部分恢复。",
    ),
    "mechanism/recurrence": ("It happens again", "再次发生"),
    "mechanism/recurrence/says": (
        "Until the cause is fixed it may happen again.",
        "根源未除，可能再次发生。",
    ),
    "mechanism/remedy-fit": ("Help before money", "先帮助后赔钱"),
    "mechanism/remedy-fit/says": (
        "For sensitive data money mends less unless something was done for people first.",
        "敏感数据泄露时，若未先提供实际帮助，金钱弥补较少。",
    ),
    "mechanism/repeat-contacts": ("Clients ask again", "客户再次询问"),
    "mechanism/repeat-contacts/says": (
        "Some who were answered ask again, fewer where guidance or a call is given.",
        "部分得到答复的客户会再问；有指引或回访时较少。",
    ),
    "mechanism/repeats": ("Work that fails", "返工"),
    "mechanism/repeats/says": (
        "Some work does not do it and must be done again.",
        "有些工作未奏效，必须重做。",
    ),
    "mechanism/rumour": ("Rumour", "传言"),
    "mechanism/rumour/says": (
        "Silence while people talk lets rumour grow; a statement that holds damps it.",
        "公众议论时沉默会使传言增长；站得住的声明会平息它。",
    ),
    "mechanism/scope-error": ("Wrong first counts", "初步统计有误"),
    "mechanism/scope-error/says": (
        "Early counts of those affected are wrong, and better work narrows them.",
        "早期统计的受影响人数有误，随调查而收窄。",
    ),
    "mechanism/search-for-help": ("Search for help", "寻找外援"),
    "mechanism/search-for-help/says": (
        "Help from outside takes days to find and to arrive.",
        "外部支援需要数日才能找到并到场。",
    ),
    "mechanism/sign-unseen": ("Signs unseen", "迹象未被看到"),
    "mechanism/sign-unseen/says": (
        "A sign lies for hours or days before anybody looks.",
        "迹象出现后，数小时或数日才有人看。",
    ),
    "mechanism/supplier-delay": ("Late word from a supplier", "供应商迟报"),
    "mechanism/supplier-delay/says": (
        "A supplier tells us only after a while.",
        "供应商过一段时间才告知我们。",
    ),
    "mechanism/social-monitoring": ("What is said is seen late", "舆情发现滞后"),
    "mechanism/social-monitoring/says": (
        "Nobody answers a rumour before somebody has seen it, sooner where posts are watched.",
        "传言被看到之前无人回应；有人留意时看到得更早。",
    ),
    "mechanism/supervision": ("Questions of the authority", "监管询问"),
    "mechanism/supervision/says": (
        "The authority asks, answers take hours, and openness or obstruction weighs.",
        "主管部门会询问，答复耗费工时，公开或阻碍影响轻重。",
    ),
    "mechanism/support": ("Questions of clients", "客户咨询"),
    "mechanism/support/says": (
        "Clients ask, somebody must answer, and waiting costs trust.",
        "客户会询问，须有人答复，久等损失信任。",
    ),
    "mechanism/survey-error": ("Surveys are samples", "调查是抽样"),
    "mechanism/survey-error/says": (
        "What a survey tells of clients' trust has the error of a sample.",
        "调查所得的客户信任带有抽样误差。",
    ),
    "mechanism/tampering-spread": ("Wrong records spread", "错误扩散"),
    "mechanism/tampering-spread/says": (
        "Records that were altered get into filings.",
        "被篡改的记录会进入申报。",
    ),
    "mechanism/told-first": ("Who tells first", "谁先告知"),
    "mechanism/told-first/says": (
        "Trust falls less when clients hear it from us first.",
        "客户先从我们这里得知时，信任下降较少。",
    ),
    "mechanism/training-decay": ("Training is forgotten", "培训会遗忘"),
    "mechanism/training-decay/says": (
        "The effect of a course halves every few months.",
        "培训效果每隔数月减半。",
    ),
    "mechanism/untrue-statement": ("Soothing words that prove untrue", "安抚之词被证伪"),
    "mechanism/untrue-statement/says": (
        "A soothing line that is disproved costs trust and lets rumour grow again.",
        "安抚之词被推翻会损失信任，并使传言再起。",
    ),
    "mechanism/upkeep": ("Controls decay", "控制措施会失效"),
    "mechanism/upkeep/says": (
        "Controls that nobody looks after lose their strength.",
        "无人维护的控制措施会逐渐失去效力。",
    ),
    "mechanism/word-of-mouth": ("Word of mouth", "口口相传"),
    "mechanism/word-of-mouth/says": (
        "Clients who know tell other clients.",
        "知情的客户会告诉其他客户。",
    ),
}
"""Messages by key: the English and the Chinese form."""
