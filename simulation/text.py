"""Words for people: texts in two languages, every message of ours, and escaping.

A text that comes from a file is a string or has an English and a Chinese form. What the package
itself says to people stands in `CATALOGUE`, so that nothing is said in one language alone.
"""

import html
import unicodedata
from collections.abc import Mapping
from typing import Protocol

from simulation.errors import nearest
from simulation.messages import MESSAGES
from simulation.messages.legal import LEGAL_LOG
from simulation.messages.talk import TALK
from simulation.messages.threats import THREATS
from simulation.messages.veris import VERIS
from simulation.sentences import SENTENCES
from simulation.speaking import BOTH, LANGUAGES, one_language, spoken
from simulation.units import show_duration

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Text",
    "TwoLanguages",
    "both",
    "escape",
    "harmless",
    "in_language",
    "lasting",
    "say",
    "told",
]


class TwoLanguages(Protocol):
    """Anything with an English and a Chinese form; one of them may be empty."""

    @property
    def en(self) -> str:
        """The English form."""

    @property
    def zh(self) -> str:
        """The Chinese form."""


Text = str | Mapping[str, str] | TwoLanguages
"""A text as files give it: one string, or an English and a Chinese form."""

BIDIRECTIONAL_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Invisible marks that can make a line read otherwise than it is written."""


def _forms(text: TwoLanguages | Mapping[str, str]) -> tuple[str, str]:
    if isinstance(text, Mapping):
        return text.get("en", ""), text.get("zh", "")
    return text.en, text.zh


def in_language(text: Text, language: str | None = None) -> str:
    """Return a text in one language, or in the other where it has no such form.

    Without a language it is the one that is spoken; English where both are.

    >>> in_language({"en": "Call the bank", "zh": "致电银行"}, "zh")
    '致电银行'
    >>> in_language({"en": "Call the bank", "zh": ""}, "zh")
    'Call the bank'
    """
    language = one_language(language)
    if isinstance(text, str):
        return text
    english, chinese = _forms(text)
    return (chinese or english) if language == "zh" else (english or chinese)


def both(text: Text) -> str:
    """Return a text in English with the Chinese beside it, where it has both.

    While one language is spoken alone, the text is in that one.

    >>> both({"en": "Call the bank", "zh": "致电银行"})
    'Call the bank · 致电银行'
    >>> both("Call the bank")
    'Call the bank'
    """
    if isinstance(text, str):
        return text
    if spoken() != BOTH:
        return in_language(text)
    english, chinese = _forms(text)
    return (
        english if english == chinese else " · ".join(form for form in (english, chinese) if form)
    )


def _is_harmless(character: str) -> bool:
    if character in "\n\t":
        return True
    # Cc are control characters; Cs are halves of a pair, which cannot be encoded.
    return character not in BIDIRECTIONAL_CONTROLS and unicodedata.category(character) not in {
        "Cc",
        "Cs",
    }


def harmless(text: str) -> str:
    r"""Return a text without control characters, for places that show it to the letter.

    >>> harmless("invoice\u202egpj.exe")
    'invoicegpj.exe'
    """
    return "".join(filter(_is_harmless, text))


def escape(text: str) -> str:
    """Return a text as HTML shows it to the letter, without control characters.

    >>> escape('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return html.escape(harmless(text), quote=True)


def lasting(duration_s: float) -> dict[str, str]:
    """Return a length of time in both languages, to be put into sentences.

    >>> lasting(5400)
    {'en': '1 h 30 min', 'zh': '1 小时 30 分钟'}
    """
    return {language: show_duration(duration_s, language) for language in LANGUAGES}


def own_title(name: str) -> Text:
    """Return what the program calls a thing of the log that no file gives a title.

    >>> in_language(own_title("task/authority-answer-1"))
    'Answer the authority'
    """
    return CATALOGUE.get(name, name.partition("/")[2].replace("-", " "))


def say(key: str, language: str | None = None, **values: object) -> str:
    """Return a message of the catalogue with its values filled in.

    Without a language it is in the one that is spoken; in English where both are.

    >>> say("phase/containment", "zh")
    '遏制'
    >>> say("moment/late_by", duration="3 d 4 h")
    'late by 3 d 4 h'
    """
    language = one_language(language)
    if key not in CATALOGUE:
        hint = nearest(key, CATALOGUE)
        raise KeyError(f"no message “{key}”" + (f"; did you mean “{hint}”?" if hint else ""))
    return CATALOGUE[key][language].format(**values)


def told(key: str, **values: Text) -> str:
    """Return a message in the languages that are spoken, each with its own form of the values.

    >>> told("moment/late_by", duration=lasting(5400))
    'late by 1 h 30 min · 迟了 1 小时 30 分钟'
    """
    return both(
        {
            language: say(
                key,
                language,
                **{name: in_language(value, language) for name, value in values.items()},
            )
            for language in LANGUAGES
        }
    )


CATALOGUE: dict[str, dict[str, str]] = {
    # Phases of a response.
    "phase/detection": {"en": "detection", "zh": "发现"},
    "phase/containment": {"en": "containment", "zh": "遏制"},
    "phase/notification": {"en": "notification", "zh": "通知"},
    "phase/remediation": {"en": "remediation", "zh": "整改"},
    # Moments that a run reports.
    "moment/start": {"en": "first access", "zh": "首次未授权访问"},
    "moment/first_sign": {"en": "first sign", "zh": "首个迹象"},
    "moment/aware": {"en": "aware", "zh": "确认知悉"},
    "moment/assessed": {"en": "assessed", "zh": "完成评估"},
    "moment/contained": {"en": "contained", "zh": "已遏制"},
    "moment/first_notice": {"en": "first notice", "zh": "首次通知"},
    "moment/all_told": {"en": "everyone told", "zh": "全部告知"},
    "moment/remediated": {"en": "cause fixed", "zh": "根源已消除"},
    "moment/confirmed": {"en": "incident confirmed", "zh": "事件已确认"},
    "moment/cause_fixed": {"en": "cause fixed", "zh": "根源已消除"},
    "moment/complaint": {"en": "a client has complained", "zh": "客户已投诉"},
    "moment/media": {"en": "the media report", "zh": "媒体已报道"},
    "moment/published": {"en": "data are public", "zh": "数据已公开"},
    "moment/statement": {"en": "a public statement is out", "zh": "公开声明已发布"},
    "moment/affected-known": {"en": "those affected are known", "zh": "受影响者已明确"},
    "moment/material": {"en": "material", "zh": "影响重大"},
    "moment/told-by-supplier": {"en": "told by the supplier", "zh": "供应商已告知"},
    "moment/access-removed": {"en": "access removed", "zh": "已撤销访问权限"},
    "moment/cut-tonight": {"en": "the server goes off tonight", "zh": "服务器今晚断开"},
    "moment/evidence-kept": {"en": "evidence is kept", "zh": "证据已保全"},
    "moment/leaver-known": {"en": "it is known who leaves", "zh": "已知道是谁要离职"},
    "moment/mail-off": {"en": "mail is off", "zh": "邮件已停用"},
    "moment/mail-safe": {"en": "mail is safe", "zh": "邮件已安全"},
    "moment/payments-warned": {"en": "warned of false payments", "zh": "已提醒防范虚假付款"},
    "moment/report-in-phases": {"en": "reported in phases", "zh": "分阶段报告"},
    "moment/server-off": {"en": "the server is off", "zh": "服务器已断开"},
    "moment/never": {"en": "never", "zh": "未发生"},
    "moment/late_by": {"en": "late by {duration}", "zh": "迟了 {duration}"},
    "moment/in_time": {"en": "in time", "zh": "按时"},
    # Measures on the screen.
    "measure/exposure": {"en": "exposure", "zh": "泄露规模"},
    "measure/cost": {"en": "cost", "zh": "成本"},
    "measure/trust": {"en": "client trust", "zh": "客户信任"},
    "measure/work": {"en": "work", "zh": "工作"},
    # Truth and knowledge are never shown without saying which is which.
    "fact/phase.start": {"en": "{subject} begins", "zh": "{subject}阶段开始"},
    "fact/phase.end": {"en": "{subject} ends", "zh": "{subject}阶段结束"},
    "fact/flag.set": {"en": "now: {subject}", "zh": "状态：{subject}"},
    "fact/flag.clear": {"en": "no longer: {subject}", "zh": "状态解除：{subject}"},
    "fact/channel.first": {"en": "first sign, by {subject}", "zh": "首个迹象，来源：{subject}"},
    "fact/channel.fire": {
        "en": "news of the breach by {subject}",
        "zh": "外部传出消息，来源：{subject}",
    },
    "fact/alarm.false": {"en": "an alert comes in: false alarm", "zh": "收到警报：误报"},
    "fact/cost": {"en": "{change} {currency}: {subject}", "zh": "{change} {currency}：{subject}"},
    "fact/told.vain": {
        "en": "{after} people told who were not affected",
        "zh": "{after} 名未受影响者收到告知",
    },
    "fact/task.ready": {"en": "to do: {subject}", "zh": "待办：{subject}"},
    "fact/task.start": {"en": "{subject} is begun by {team}", "zh": "{team}开始：{subject}"},
    "fact/task.wait": {"en": "waiting: {subject}", "zh": "等待：{subject}"},
    "fact/task.pause": {
        "en": "{subject} is put back, {hours} left",
        "zh": "{subject}暂停，还需 {hours}",
    },
    "fact/task.end": {"en": "done: {subject}", "zh": "完成：{subject}"},
    "fact/task.again": {
        "en": "{subject} did not do it; again in {hours}",
        "zh": "{subject}未奏效，{hours}后重做",
    },
    "fact/task.skip": {"en": "not needed: {subject}", "zh": "无需：{subject}"},
    "fact/task.cancel": {"en": "cancelled: {subject}", "zh": "取消：{subject}"},
    "fact/task.slow": {
        "en": "{subject} takes {after} times as long",
        "zh": "{subject}用时变为 {after} 倍",
    },
    "fact/decision.raise": {"en": "to decide: {subject}", "zh": "待决定：{subject}"},
    "fact/decision.answer": {
        "en": "decided: {subject}: {option}",
        "zh": "决定：{subject}：{option}",
    },
    "fact/decision.default": {
        "en": "nobody decided: {subject}: {option} by default",
        "zh": "无人决定：{subject}：默认 {option}",
    },
    "fact/inject.release": {"en": "inject: {subject}", "zh": "注入事件：{subject}"},
    "fact/inject.hold": {"en": "inject held back: {subject}", "zh": "注入事件暂缓：{subject}"},
    "fact/inject.back": {"en": "inject back in time: {subject}", "zh": "注入事件恢复：{subject}"},
    "fact/inject.skip": {"en": "inject skipped: {subject}", "zh": "注入事件跳过：{subject}"},
    "fact/inject.edit": {"en": "inject edited: {subject}", "zh": "注入事件已修改：{subject}"},
    "fact/message": {"en": "message: {message}", "zh": "消息：{message}"},
    "fact/leak.factor": {"en": "leak rate times {after}", "zh": "泄露速率变为 {after}"},
    "fact/harm.factor": {
        "en": "harm of leaked data times {after}",
        "zh": "已泄露数据的危害变为 {after}",
    },
    "fact/records.out": {
        "en": "{change} records leave: {subject}",
        "zh": "{subject}：{change} 条记录流出",
    },
    "fact/system.off": {"en": "off line: {subject}", "zh": "下线：{subject}"},
    "fact/system.on": {"en": "back on line: {subject}", "zh": "恢复：{subject}"},
    "fact/estimate": {"en": "estimate: {after} people affected", "zh": "估计受影响 {after} 人"},
    "fact/list": {"en": "the list of those to be told is chosen", "zh": "已确定告知名单范围"},
    "fact/told": {"en": "told: {subject}", "zh": "已告知：{subject}"},
    "fact/told.people": {
        "en": "told: {before} people ({after} so far)",
        "zh": "已告知 {before} 人（累计 {after} 人）",
    },
    "fact/obligation.start": {
        "en": "legal clock starts: {subject}",
        "zh": "法定时限开始：{subject}",
    },
    "fact/obligation.met": {"en": "legal duty met: {subject}", "zh": "法定义务已履行：{subject}"},
    "fact/obligation.late": {"en": "deadline passed: {subject}", "zh": "时限已过：{subject}"},
    "fact/obligation.stop": {
        "en": "legal duty falls away: {subject}",
        "zh": "法定义务解除：{subject}",
    },
    "fact/staff.heads": {
        "en": "{subject}: {before} to {after} people",
        "zh": "{subject}：{before} 人变为 {after} 人",
    },
    "fact/staff.shift": {"en": "{subject}: other working hours", "zh": "{subject}：工作时间变更"},
    "fact/staff.call": {"en": "called in: {subject}", "zh": "请求外援：{subject}"},
    "fact/staff.arrive": {"en": "arrived: {subject}", "zh": "到场：{subject}"},
    "fact/staff.lent": {
        "en": "{after} of {subject} answer clients",
        "zh": "{subject} {after} 人转为答复客户",
    },
    "fact/staff.meet": {"en": "the response team is convened", "zh": "应急小组已召集"},
    "fact/staff.leave": {"en": "{subject}: one leaves for good", "zh": "{subject}：一人离职"},
    "fact/staff.part": {"en": "the response team parts", "zh": "应急小组解散"},
    "fact/news": {"en": "the breach is in the news", "zh": "事件进入公众视野"},
    "fact/media": {"en": "the media report", "zh": "媒体报道"},
    "fact/attention": {"en": "public attention times {after}", "zh": "公众关注变为 {after} 倍"},
    "fact/mend": {"en": "an act of repair", "zh": "修复信任的举措"},
    "fact/trust.shock": {
        "en": "trust of informed clients changes by {after}",
        "zh": "知情客户信任变动 {after}",
    },
    "fact/case": {"en": "the authority looks at the case", "zh": "监管部门审查"},
    "fact/channel.watch": {
        "en": "watchfulness changes: {subject}",
        "zh": "警觉程度变化：{subject}",
    },
    "act/release": {"en": "release of {what}", "zh": "发布：{what}"},
    "act/hold_back": {"en": "holding back {what}", "zh": "暂缓：{what}"},
    "act/put_back": {"en": "putting back {what}", "zh": "恢复：{what}"},
    "act/skip": {"en": "skipping {what}", "zh": "跳过：{what}"},
    "act/edit": {"en": "edit of {what}", "zh": "修改：{what}"},
    "act/improvise": {"en": "improvised inject: {what}", "zh": "即兴注入：{what}"},
    "act/decide": {"en": "decision: {what}", "zh": "决定：{what}"},
    "act/heads": {"en": "people of {what}", "zh": "人数：{what}"},
    "act/shift": {"en": "hours of {what}", "zh": "班次：{what}"},
    "act/call_in": {"en": "calling in {what}", "zh": "召请：{what}"},
    "view/known": {"en": "what the room knows", "zh": "现场所知"},
    "view/true": {"en": "what is true", "zh": "真实情况"},
    "view/conditional": {
        "en": "Results depend on this model; they rank plans and teach, and do not forecast.",
        "zh": "结果取决于本模型；可用于比较预案和教学，不作预测。",
    },
    **{
        key: {"en": english, "zh": chinese}
        for messages in (MESSAGES, SENTENCES, THREATS, LEGAL_LOG, TALK, VERIS)
        for key, (english, chinese) in messages.items()
    },
}
"""Every message to people: its key, and its English and Chinese form with the same values."""
