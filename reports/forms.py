"""What people type about a report: its frame and its chapters' words."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from reports.tokens import Token, apart, broken, lost, typed_numbers


class ChapterForm(forms.Form):
    """A chapter's title and words. A number that vanished is told, a broken token is refused."""

    required_css_class = "required"
    title = forms.CharField(
        label="标题", max_length=60, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    text = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "form-control"}),
        strip=False,
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, chapter, written: str, known, **kwargs) -> None:
        self.chapter, self.written, self.known = chapter, written, known
        kwargs.setdefault("initial", {}).update(
            title=chapter.title, text=written, seen_revision=chapter.revision
        )
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        text = apart("\n".join(self.cleaned_data["text"].splitlines()))
        if torn := broken(text):
            raise ValidationError(f"“{torn[0]}”不是完整的数字标记，请删去后用“插入数字”重新插入")
        if unknown := [key for key in self.known(text)]:
            raise ValidationError(f"没有“{unknown[0]}”这个指标，请删去后用“插入数字”重新插入")
        return text

    def clean(self) -> dict:
        data = super().clean()
        if data.get("seen_revision") != self.chapter.revision:
            raise ValidationError(
                "这一章刚被别人改过。您写的内容还在下面：请在新窗口打开原文核对，再保存。"
            )
        return data

    def warnings(self, named: Callable[[Token], str]) -> list[str]:
        """What the office should look at once more; nothing of it prevents saving.

        ``named`` says what a token stands for.
        """
        text = self.cleaned_data["text"]
        told = [f"移去了“{named(token)}”，它不再随记录更新" for token in lost(self.written, text)]
        told += [f"“{words}”是手工数字，印发时不核对" for words in typed_numbers(text)]
        return told


class NewChapterForm(forms.Form):
    title = forms.CharField(label="标题", max_length=60)
