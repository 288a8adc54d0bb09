"""What is said of incident records in the VERIS format, and of drills made of them."""

VERIS: dict[str, tuple[str, str]] = {
    "veris/title": (
        "From a public record: {what} (records: {records})",
        "来自公开记录：{what}（{records} 条）",
    ),
    "veris/summary": (
        (
            "A public record of {what}, played with the firm and the events list of the library. "
            "Names of people, firms and places are not taken over."
        ),
        "一条关于{what}的公开记录，配上库中的公司和事件清单。人名、公司名和地名均未收入。",
    ),
    # What happened, in one line.
    "veris/what-extortion": ("data taken and systems locked", "窃取数据并锁住系统"),
    "veris/what-supplier": ("a theft at a supplier", "供应商处的窃取"),
    "veris/what-stolen-login": ("a login in the wrong hands", "登录落入他人之手"),
    "veris/what-outside-theft": ("a theft from outside", "外部窃取"),
    "veris/what-weak-password": ("a guessed password", "密码被猜中"),
    "veris/what-unpatched": ("a theft through a known flaw", "经已知漏洞的窃取"),
    "veris/what-pretext": ("data handed to somebody who pretended", "数据被骗取"),
    "veris/what-curious": ("data read by right without reason", "有权限者无故查看数据"),
    "veris/what-fault": ("records spoilt by a fault", "故障损坏记录"),
    "veris/what-script": ("a script in a page of ours", "网页中被植入脚本"),
    "veris/what-malware": ("a theft by harmful software", "恶意软件窃取"),
    "veris/what-insider": ("copying by one of us", "内部人员复制数据"),
    "veris/what-tampering": ("records altered from inside", "内部篡改记录"),
    "veris/what-mistake": ("data sent to the wrong people", "数据发错对象"),
    "veris/what-open": ("data left open", "数据对外敞开"),
    "veris/what-lost": ("a lost device or papers", "设备或文件遗失"),
    "veris/what-stolen-device": ("a stolen device or papers", "设备或文件被盗"),
    # Ways in.
    "veris/entry-injection": ("commands typed into a form (injection)", "在输入框中注入命令"),
    "veris/entry-cross-site-scripting": ("a script planted in a page", "网页中植入脚本（跨站）"),
    "veris/entry-weak-password": ("a guessed password", "猜中的密码"),
    "veris/entry-unpatched-flaw": ("a known flaw", "已知漏洞"),
    "veris/entry-stolen-login": ("a stolen login", "被盗的登录"),
    "veris/entry-open-setting": ("a wrong setting", "错误的设置"),
    "veris/entry-misused-function": ("a function used as it was not meant", "被滥用的功能"),
    "veris/entry-back-door": ("a back door", "后门"),
    "veris/entry-phishing": ("a deceiving message", "欺骗性消息"),
    "veris/entry-pretext": ("a made-up story", "编造的借口"),
    "veris/entry-bribe": ("a bribe", "贿赂"),
    "veris/entry-mail": ("software that came by mail", "邮件带来的软件"),
    "veris/entry-excess-rights": ("rights that went too far", "过大的权限"),
    "veris/entry-altered-reader": ("an altered reader or machine", "被改装的读卡器或机器"),
    "veris/entry-taken-away": ("something carried away", "被带走的物件"),
    "veris/entry-wrong-recipient": ("a wrong recipient", "收件人有误"),
    "veris/entry-published": ("something published by mistake", "误公开"),
    "veris/entry-lost": ("something lost", "遗失的物件"),
    "veris/entry-thrown-away": ("something thrown away unsafely", "未安全销毁的物件"),
    # Kinds of data.
    "veris/data-personal": ("personal data", "个人信息"),
    "veris/data-sensitive-personal": ("sensitive personal data", "敏感个人信息"),
    "veris/data-medical": ("medical records", "医疗记录"),
    "veris/data-payment": ("payment card data", "支付卡信息"),
    "veris/data-bank": ("bank account data", "银行账户信息"),
    "veris/data-credentials": ("logins", "登录信息"),
    "veris/data-internal": ("internal papers", "内部文件"),
    "veris/data-classified": ("classified papers", "涉密文件"),
    "veris/data-secrets": ("trade secrets", "商业秘密"),
    "veris/data-system": ("data of systems", "系统信息"),
    "veris/data-other": ("other data", "其他数据"),
    "veris/data-unknown": ("data of a kind not told", "种类不明的数据"),
    # Lengths of time without a number.
    "veris/some-seconds": ("some seconds", "数秒"),
    "veris/some-minutes": ("some minutes", "数分钟"),
    "veris/some-hours": ("some hours", "数小时"),
    "veris/some-days": ("some days", "数天"),
    "veris/some-weeks": ("some weeks", "数周"),
    "veris/some-months": ("some months", "数月"),
    "veris/some-years": ("some years", "数年"),
    "veris/vaguely": ("{some} (taken as {exactly})", "{some}（按 {exactly} 计）"),
    # What the record tells, for the facilitator.
    "veris/told-what": ("What happened: {what}.", "经过：{what}。"),
    "veris/told-entry": ("The way in: {entries}.", "途径：{entries}。"),
    "veris/told-data": (
        "Records: {records}. Kinds: {data}.",
        "记录：{records} 条。种类：{data}。",
    ),
    "veris/told-staff": ("The firm had {staff} people.", "该公司有 {staff} 人。"),
    "veris/told-channel": ("It was found by {channel}.", "由{channel}发现。"),
    "veris/told-discovered": ("It was found after {time}.", "经过{time}被发现。"),
    "veris/told-exfiltrated": ("Data left after {time}.", "经过{time}数据外泄。"),
    "veris/told-compromised": (
        "From the first act to the first success it took {time}.",
        "从首次动作到首次得手经过{time}。",
    ),
    "veris/told-contained": (
        "From then it took {time} until it was contained.",
        "从那时起经过{time}得到遏制。",
    ),
    "veris/told-never-contained": ("It was never contained.", "始终未被遏制。"),
    "veris/told-never-discovered": ("It was never found.", "始终未被发现。"),
    "veris/not-told": (
        "All else is as in {template}; the head of the file lists it.",
        "其余与 {template} 相同；文件开头列有清单。",
    ),
    # What the record does not tell, and what was taken in its place.
    "veris/default-what": (
        "kind of breach: no action that is known here; taken as {what}",
        "事件类型：没有此处已知的动作；按{what}处理",
    ),
    "veris/default-entry": (
        "way in: not told; it does not matter to the run",
        "途径：未提供；不影响推演",
    ),
    "veris/default-disclosure": (
        "whether data left: not said for certain; played as if they did",
        "数据是否外泄：未确认；按已外泄推演",
    ),
    "veris/default-data": ("kinds of data: not told; {data}", "数据种类：未提供；按{data}处理"),
    "veris/default-amount": (
        "number of records: not told; {records}, as many as {template} has at stake",
        "记录数量：未提供；取 {records} 条，与 {template} 涉及的一样多",
    ),
    "veris/default-records": (
        "number of records: more than a model's holding has room for; {records} of a kind",
        "记录数量：超出模型的容量；每类取 {records} 条",
    ),
    "veris/default-rest": (
        "{records} of the records: kind not told, counted with the first kind",
        "其中 {records} 条记录：种类未提供，计入第一类",
    ),
    "veris/default-staff": (
        "size of the firm: not told; {firm}, as in {template}",
        "公司规模：未提供；取 {firm}，与 {template} 相同",
    ),
    "veris/default-firm": (
        "people, hours, wages, prices, systems and laws: those of {firm}",
        "人员、工时、工资、价格、系统和法律：取自 {firm}",
    ),
    "veris/default-crowd": (
        (
            "clients: the firm's, each with {factor} times as many people, for the record has "
            "more; notices go out that much faster"
        ),
        "客户：沿用该公司，但每家人数为 {factor} 倍，因为记录中的人更多；通知也按此加快",
    ),
    "veris/default-channel": (
        "who found it: not told; {channel} in a drill, as in {template}",
        "发现者：未提供；演练中为{channel}，与 {template} 相同",
    ),
    "veris/default-mix": (
        "who finds it in a study: drawn by the shares of {mix}",
        "研究中的发现者：按 {mix} 的比例抽取",
    ),
    "veris/default-discovered": (
        (
            "time to discovery: not told; {time} in a drill, about as in {template}, "
            "and drawn for its cause in a study"
        ),
        "发现所需时间：未提供；演练中为{time}，与 {template} 大致相同，研究中按其成因抽取",
    ),
    "veris/default-clock": (
        "hour of the first sign: not told; in a drill it comes in office hours, after {time}",
        "首个迹象的钟点：未提供；演练中在上班时间出现，即{time}之后",
    ),
    "veris/default-capped": (
        "time to discovery: {time} is more than the model waits; {taken} in its place",
        "发现所需时间：{time}超出模型的等待时间；改为{taken}",
    ),
    "veris/default-date": (
        "when it began: not told, or outside of {years}; {began}, as in {template}",
        "开始时间：未提供，或在 {years} 之外；取 {began}，与 {template} 相同",
    ),
    "veris/default-day": (
        "day and hour of the beginning: not told in full; {began}",
        "开始的日期和钟点：不完整；取 {began}",
    ),
    "veris/default-hour": (
        "hour of the beginning: not told; {began}",
        "开始的钟点：未提供；取 {began}",
    ),
    "veris/default-encrypted": (
        "whether the data could be read without a key: not told; the chance of {template}",
        "数据是否需要密钥才能读取：未提供；取 {template} 的概率",
    ),
    "veris/default-pace": (
        (
            "how fast data leave: as in {template}, in such amounts that the record's "
            "number is out when it is found"
        ),
        "数据外泄的快慢：与 {template} 相同，并使被发现时恰好外泄记录中的数量",
    ),
    "veris/default-seen": (
        "how soon what lay open was seen: not told; as in {template}",
        "敞开的数据多久被人看到：未提供；与 {template} 相同",
    ),
    "veris/default-share": (
        (
            "what was within reach: so much that the record's number is halfway between what "
            "{template} takes at once and all"
        ),
        "可触及的数量：使记录中的数量恰为 {template} 首次取走量与全部的中间",
    ),
    "veris/default-exfiltrated": (
        "the time until data left: told, and not used by this kind of breach",
        "数据外泄所需时间：已提供，但此类事件不使用",
    ),
    "veris/default-contained": (
        "the time until it was contained: told, and left to the plan; it is in the debriefing",
        "遏制所需时间：已提供，但由预案决定；写入复盘",
    ),
    "veris/default-country": (
        "country: told or not, it is not taken over; the firm's laws hold, as of today",
        "国家：无论是否提供都不收入；适用该公司所属法律的现行规定",
    ),
    "veris/default-story": (
        (
            "decisions and injects: those of {template}; persons, kinds of data and numbers "
            "in their texts are that breach's"
        ),
        "决定和情景注入：取自 {template}；其中的人物、数据种类和数字属于该事件",
    ),
    "veris/default-words": (
        "{count} words of the record that mean nothing here: left out",
        "记录中有 {count} 个词在此没有含义：已略去",
    ),
    # The first thing that the room hears, by who finds it.
    "veris/sign-monitoring": ("Something in the logs", "日志里有异样"),
    "veris/sign-monitoring-text": (
        (
            "Our monitoring marks something unusual about {data}. Nobody can say yet "
            "whether it means anything."
        ),
        "监测提示{data}有异常。是否要紧，目前没人说得清。",
    ),
    "veris/sign-staff": ("A colleague has noticed something", "同事发现了问题"),
    "veris/sign-staff-text": (
        "“Something is wrong with {data}, and I do not know since when. Whom do I tell?”",
        "“{data}出了问题，不知道从什么时候开始。我该告诉谁？”",
    ),
    "veris/sign-client": ("A client asks", "客户来问"),
    "veris/sign-client-text": (
        "“Something has happened to {data} of mine that only you hold. What do you know?”",
        "“我在你们这里的{data}出了事，只有你们有。你们知道些什么？”",
    ),
    "veris/sign-authority": ("An authority calls", "主管部门来电"),
    "veris/sign-authority-text": (
        "“Something about {data} at your firm has come to our notice. Who is in charge?”",
        "“我们注意到贵公司的{data}有情况。由谁负责？”",
    ),
    "veris/sign-partner": ("Somebody outside writes", "外部人士来信"),
    "veris/sign-partner-text": (
        "“I have come upon something that seems to be yours: {data}. You should look into it.”",
        "“我发现一些似乎属于你们的东西：{data}。你们该查一查。”",
    ),
    "veris/sign-attacker": ("Somebody says that he did it", "有人自称是他干的"),
    "veris/sign-attacker-text": (
        "“I have {data} of yours and can prove it. You will hear from me again.”",
        "“我手里有你们的{data}，而且能证明。我会再联系你们。”",
    ),
    "veris/expected-note": (
        "Write down when the sign came, from whom, and the exact words",
        "记下迹象出现的时间、来源和原话",
    ),
    "veris/expected-lead": ("Name one person who leads", "指定一名牵头人"),
    "veris/debrief-discovered": (
        "In the recorded case it was found after {time}. What would let us find it sooner?",
        "真实案例中经过{time}才被发现。怎样才能让我们更早发现？",
    ),
    "veris/debrief-contained": (
        (
            "In the recorded case it took {time} from then until it was contained. How long "
            "did we take, and why?"
        ),
        "真实案例中从那时起经过{time}得到遏制。我们用了多久？为什么？",
    ),
    # Why a number of an imported scenario is what it is.
    "veris/why-record": ("Taken from the record.", "取自记录。"),
    "veris/why-spread": (
        "The record tells one length of time in whole units.",
        "记录只给出一个整数单位的时长。",
    ),
    "veris/why-batch": (
        "So much at a time that the record's number is out when it is found.",
        "每次的数量使被发现时恰好外泄记录中的数量。",
    ),
    "veris/why-crowd": (
        "Who serves so many people writes to them by machine: as soon as the firm to its own.",
        "服务这么多人的公司由机器群发：用时与该公司通知自己的客户一样长。",
    ),
    "veris/why-scaled": (
        "As large a part of what is at stake as in the breach it is made of.",
        "占涉及数量的比例与所依据的事件相同。",
    ),
    "veris/why-open-data": (
        "The record says that it could be read: papers, or data without a key.",
        "记录表明可以直接读取：纸质文件，或未加密的数据。",
    ),
    "veris/why-locked-data": ("The record says that a key was needed.", "记录表明需要密钥。"),
    # What goes into a record of ours.
    "veris/exported": (
        (
            "Simulated: an exercise or a study with a made-up firm, not an incident. "
            "Counts and times are a model's."
        ),
        "模拟：以虚构公司进行的演练或研究，并非真实事件。数量和时间均由模型得出。",
    ),
}
"""Every message about incident records: its key, and its English and Chinese form."""
