"""What deputies and the office type to raise a motion."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from deputies.models import Deputy
from motions import similar
from motions.forms.naming import NamedDeputies, NamesDeputies
from motions.models import CoSigner, Motion, RepeatLink
from motions.querysets import SIGNED_IN
from motions.services import current_session
from motions.services.intake import ASKED_AT_ONCE
from renda.core import law
from renda.core.attachments import attachments_of
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, RecordForm, StepForm
from renda.core.models import Unit
from renda.core.text import chinese_numeral, keys_in
from renda.core.together import prepared_together
from renda.core.widgets import PickerSelect, PickerSelectMultiple
from sessions_app.models import Session

BILL = Motion.Kind.BILL
TEXTS = ("situation", "analysis", "proposal")
WORDS = ("title", *TEXTS, "place")


def plain(text: str | None) -> str:
    """A text without what browsers change in it: the ends of lines, blanks around it."""
    return "\n".join((text or "").splitlines()).strip()


def worded(field: forms.Field, *, bill: str, other: str, bill_help: str, other_help: str) -> None:
    """Two wordings of one text; the page's script shows the one of the chosen kind.

    Without script the label says both.
    """
    field.label = f"{other}（议案：{bill}）"
    field.help_text = other_help
    field.widget.attrs |= {
        "data-bill": bill,
        "data-other": other,
        "data-bill-help": bill_help,
        "data-other-help": other_help,
    }


class MotionText(NamesDeputies, RecordForm):
    """What the deputy's and the office's forms share.

    ``user`` is who types: only cases that this person may open can be linked as raised before.
    """

    cosigners = NamedDeputies(
        Deputy.objects.none(), label="联名代表", required=False, widget=PickerSelectMultiple
    )
    earlier = forms.ModelMultipleChoiceField(
        Motion.objects.none(),
        label="以前提过",
        required=False,
        widget=forms.MultipleHiddenInput,  # drawn as boxes beside the cases found
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, timezone.localdate()
        case = self.instance
        cosigners, repeats = _named_on(case.pk) if case.pk else ([], [])
        self.known = [row.deputy_id for row in cosigners]
        self.bound_to_stay = {row.deputy_id for row in cosigners if self.must_stay(row)}
        self.linked = [row.earlier_id for row in repeats]
        self.initial["cosigners"] = self.known
        self.fields["cosigners"].queryset = self.choices()
        self.fields["cosigners"].find = self.named_deputy
        self.fields["cosigners"].widget.attrs |= {
            "data-least": law.default("motion.sponsors"),
            "data-article": law.rule("motion.sponsors").basis,
        }
        self.fields["earlier"].queryset = similar.linkable(user, without=self.instance.pk)
        self.fields["suggested_unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["suggested_unit"].empty_label = "（不指定）"
        self.fields["title"].help_text = "一件只说一件事。"
        for name in TEXTS:
            self.fields[name].required = name != "analysis" and not self.is_draft
            self.fields[name].widget.attrs["rows"] = 3 if name == "analysis" else 4
        self.fields["analysis"].widget.attrs["data-asked-of"] = BILL

    @property
    def asks_at_once(self) -> bool:
        """Whether a form without errors puts somebody on the list who is asked to join there and then."""
        chosen = {deputy.pk for deputy in self.cleaned_data["cosigners"]}
        return self.instance.status in ASKED_AT_ONCE and bool(chosen - set(self.known))

    def keep(self, *names: str) -> None:
        """Take what the case has as it is, where the choice is left as it was: no query."""
        for name in names:
            self.fields[name].to_python = partial(
                chosen_or_kept, self.fields[name].to_python, getattr(self.instance, name)
            )

    @property
    def joint_rule(self) -> str:
        """How many a 议案 needs, and what fewer may do."""
        rule = law.rule("motion.sponsors")
        least = chinese_numeral(rule.default)
        return f"议案须{least}名以上代表联名（{rule.basis}），连领衔代表在内；少于{least}名的可以作为建议提出。"

    @property
    def is_draft(self) -> bool:
        """Saved unfinished: only the title has to be there."""
        return "draft" in self.data

    @property
    def raised_on(self) -> date:
        """The day on which whoever stands behind the case must hold office."""
        return self.instance.submitted_on or self.today

    @property
    def chosen(self) -> list[similar.Earlier]:
        """The earlier cases ticked so far, for the form that is shown again."""
        ticked = keys_in(self.data.getlist("earlier")) if self.data else []
        rows = self.fields["earlier"].queryset.filter(pk__in=ticked) if ticked else ()
        return similar.described({motion.pk: 1.0 for motion in rows})

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip().strip("。")
        if "；" in title:
            raise forms.ValidationError("一事一件：请只写一件事，其他的另提一件。")
        return title

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") == BILL and not data.get("analysis") and not self.is_draft:
            article = law.cite("motion.content")
            self.add_error("analysis", f"议案要写明案由、案据和方案（{article}），请填写案据。")
        self.check_in_office(data)
        self.check_list(data)
        return data

    def must_stay(self, cosigner: CoSigner) -> bool:
        """Confirmed signatures of a case handed in, and after 受理 every name, are not taken off."""
        if self.instance.status == Motion.Status.DRAFT:
            return False
        return bool(self.instance.number) or cosigner.state == CoSigner.State.ACCEPTED

    def check_list(self, data: dict) -> None:
        """Nobody is taken off who must stay, nobody put on a case that is over."""
        chosen = {deputy.pk: deputy for deputy in data.get("cosigners") or ()}
        if "cosigners" in self.errors:
            return
        if gone := self.bound_to_stay - chosen.keys():
            names = "、".join(Deputy.objects.filter(pk__in=gone).values_list("name", flat=True))
            why = "受理以后联名名单不再减少" if self.instance.number else "已经确认联名的不能去掉"
            self.add_error("cosigners", f"{names}：{why}，请选回来")
        is_over = self.instance.status not in {Motion.Status.DRAFT, *SIGNED_IN}
        if is_over and chosen.keys() - set(self.known):
            words = f"这一件{self.instance.get_status_display()}，不再增加联名代表"
            self.add_error("cosigners", words)

    def new_lead(self, data: dict) -> Deputy | None:
        """The lead deputy, known to have been in office or not, where the form names one."""
        return data.get("lead")

    def check_in_office(self, data: dict) -> None:
        """Nobody is put on a case of a day on which they were no deputy; who is on it stays."""
        day = chinese_date(self.raised_on)
        new = [d for d in data.get("cosigners") or () if d.pk not in self.known]
        lead = self.new_lead(data)
        if late := [d.name for d in new if not d.was_in_office]:
            names = "、".join(late)
            self.add_error("cosigners", f"{names}在{day}不是在任的本级代表，不能列入")
        if lead and not lead.was_in_office:
            self.add_error("lead", f"{lead}在{day}不是在任的本级代表")


@prepared_together
def _named_on(case: int) -> list[QuerySet]:
    """Who was asked to join a case, and the earlier ones linked to it."""
    case = Motion(pk=case)
    return [CoSigner.objects.filter(motion=case), RepeatLink.objects.filter(motion=case)]


def chosen_or_kept(choose: Callable, kept: Model | None, value: object) -> Model | None:
    """What was chosen; the record that was there if that is it."""
    return kept if kept and str(getattr(value, "pk", value)) == str(kept.pk) else choose(value)


class MotionForm(MotionText):
    """代录: the office enters a paper form for a deputy, or corrects one."""

    sections = (
        ("基本情况", ("kind", "lead", "submitted_on", "by_date", "session", "cosigners")),
        ("内容", ("title", "field", "source", "place", *TEXTS, "rewording")),
        ("办理意愿", ("suggested_unit", "is_public", "wants_contact")),
        ("原件", ("scans", "no_scan_reason")),
        ("重点与落实", ("is_key", "is_adopted", "result_story")),
    )
    by_date = forms.BooleanField(
        label="按提出日期区分会议期间、闭会期间",
        required=False,
        help_text="不勾选的，以所选会议为准；不选会议即为闭会期间",
    )
    rewording = forms.CharField(
        label="改动内容的原因",
        required=False,
        max_length=200,
        help_text="受理以后改动标题、内容、地点的，须写明原因；改动和原因告知各位提出代表，记入办理经过",
    )
    scans = FilesField(label="纸质原件扫描", help_text="有代表亲笔签名的提出表，PDF 或图片，可多选")

    class Meta:
        model = Motion
        fields = (
            "kind", "session", "lead", "submitted_on", "title", "field", "source", "place",
            "situation", "analysis", "proposal", "suggested_unit", "is_public", "wants_contact",
            "no_scan_reason", "is_key", "is_adopted", "result_story",
        )  # fmt: skip
        widgets = {
            "lead": PickerSelect,
            "suggested_unit": PickerSelect,
            "submitted_on": DateInput,
            "situation": forms.Textarea,
            "analysis": forms.Textarea,
            "proposal": forms.Textarea,
            "result_story": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["cosigners"].queryset
        self.fields["lead"].queryset = Deputy.objects.all() if self.instance.pk else choices
        if self.instance.pk:
            self.keep("lead")
        else:
            self.fields["lead"].to_python = self.lead_named
        self.fields["session"].queryset = Session.objects.select_related("term")
        self.fields["session"].empty_label = "闭会期间"
        self.fields["submitted_on"].required = True
        self.fields["cosigners"].help_text = "纸质件上已签名的代表"
        if not self.instance.pk:
            self.initial |= {"submitted_on": self.today, "by_date": True}
        elif self.instance.number:
            self.lock("session", "kind", "lead", "submitted_on")
            del self.fields["by_date"]
        if self.instance.is_text_final:
            self.lock(*WORDS)
        if not self.is_anothers or self.instance.is_text_final:
            del self.fields["rewording"]
        elif not self.instance.number:
            self.fields[
                "rewording"
            ].help_text = "改动代表自己写的标题、内容、地点的，须写明原因；改动和原因告知各位提出代表，记入办理经过"
        if self.instance.status == Motion.Status.DRAFT:
            for name in ("is_key", "is_adopted", "result_story"):
                del self.fields[name]
        if self.instance.pk and not self.instance.is_by_office:
            del self.fields["no_scan_reason"]
        self.reword()

    def lead_named(self, value: object) -> Deputy | None:
        """Whom the post names as the lead deputy."""
        return None if value in EMPTY_VALUES else self.named_deputy(value)

    @property
    def has_moved(self) -> bool:
        """A form without errors raises the case on another day, or to another session, than before."""
        names, before = ("submitted_on", "session"), self.initial
        now = [getattr(value, "pk", value) for value in map(self.cleaned_data.get, names)]
        return now != [before.get(name) for name in names]

    def new_lead(self, data: dict) -> Deputy | None:
        """Of a case written down before: only another deputy than before, or the same on another day."""
        lead, case = super().new_lead(data), self.instance
        if not case.pk or lead is None:
            return lead
        if lead.pk == case.lead_id and self.raised_on == (case.submitted_on or self.today):
            return None
        return Deputy.objects.told_in_office(self.raised_on).get(pk=lead.pk)

    @property
    def is_anothers(self) -> bool:
        """The words are no longer the office's alone: a deputy wrote them, or the case was accepted."""
        return bool(self.instance.pk and (self.instance.number or not self.instance.is_by_office))

    def lock(self, *names: str) -> None:
        """Show these fields and take no change of them."""
        for name in names:
            self.fields[name].disabled = True

    @property
    def reworded(self) -> list[str]:
        """The labels of the texts that a form without errors changes, where that takes a reason."""
        if "rewording" not in self.fields:
            return []
        return [
            Motion._meta.get_field(name).verbose_name
            for name in WORDS
            if plain(self.cleaned_data.get(name)) != plain(self.initial.get(name))
        ]

    def reword(self) -> None:
        """The paper form's names of the three texts (代表法 15; 办理规定 7)."""
        fields = self.fields
        worded(
            fields["situation"], bill="案由", other="情况",
            bill_help="要求解决什么问题", other_help="是什么事，现在怎么样",
        )  # fmt: skip
        worded(
            fields["analysis"], bill="案据", other="分析",
            bill_help="提出的理由和法律、政策、事实依据", other_help="为什么会这样；建议可不填",
        )  # fmt: skip
        worded(
            fields["proposal"], bill="方案", other="具体建议",
            bill_help="怎样解决，可以执行的办法", other_help="希望怎么办，由谁办",
        )  # fmt: skip

    @property
    def raised_on(self) -> date:
        """The day that was typed, if it is one and may be typed."""
        if self.fields["submitted_on"].disabled:
            return super().raised_on
        try:
            typed = self.fields["submitted_on"].clean(self["submitted_on"].data)
        except forms.ValidationError:
            typed = None
        return typed or super().raised_on

    @staticmethod
    def choosable(today: date, known: Collection[int], *, is_bound: bool) -> QuerySet[Deputy]:
        """Those in office today, and, once a day was typed, whoever ever was: ``clean`` asks the day."""
        if is_bound:
            ever = Deputy.objects.with_level("township").values("pk")
            return Deputy.objects.filter(Q(pk__in=ever) | Q(pk__in=known))
        return NamesDeputies.choosable(today, known, is_bound=is_bound)

    def clean(self) -> dict:
        data = super().clean()
        day, lead = data.get("submitted_on"), data.get("lead")
        if data.get("by_date") and day:
            data["session"] = current_session(day)
        if lead and lead in (data.get("cosigners") or ()):
            self.add_error("cosigners", "领衔代表不用再列入联名")
        if day and day > self.today:
            self.add_error("submitted_on", "提出日期不能晚于今天")
        makes_key = data.get("is_key") and not self.instance.is_key
        if makes_key and not self.instance.followups.exists():
            words = "列为重点须写明领办领导和督办的主席团成员，请在这一件的页面点“列为重点”"
            self.add_error("is_key", words)
        if data.get("is_adopted") and not data.get("result_story"):
            self.add_error("result_story", "标为典型的，请写明落实情况")
        if not self.errors and self.reworded and not data.get("rewording"):
            words = "受理以后改动内容的" if self.instance.number else "改动代表自己写的内容的"
            self.add_error("rewording", f"{words}，请写明原因")
        if not self.has_original(data):
            self.add_error("scans", "请附有代表亲笔签名的原件扫描；确实没有的，在下面写明原因")
        return data

    def has_original(self, data: dict) -> bool:
        """Whether the signed paper is there, was there before, or its absence has a reason."""
        if self.is_draft or data.get("scans") or data.get("no_scan_reason"):
            return True
        if not self.instance.pk:
            return "scans" in self.errors  # a file was given, and refused
        if self.instance.number or not self.instance.is_by_office:
            return True
        return attachments_of(self.instance).filter(purpose="scans").exists()


class SignatureForm(StepForm):
    """补登纸质联名: which of the invited signed the paper form, and when."""

    cosigners = forms.ModelMultipleChoiceField(
        CoSigner.objects.none(), label="已在纸质提出表上签名的代表",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    on = forms.DateField(label="签名日期", widget=DateInput)
    scans = FilesField(label="签名页扫描", help_text="PDF 或图片", required=True)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance.cosigners.exclude(state="accepted").select_related("deputy")
        self.fields["cosigners"].queryset = rows
        self.fields["cosigners"].label_from_instance = lambda c: c.deputy.name
        self.propose(on=timezone.localdate())

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("签名日期不能晚于今天")
        return day
