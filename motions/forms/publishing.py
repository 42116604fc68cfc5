"""What the office writes for the public."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from motions import services
from motions.models import Publication
from renda.core.forms import RecordForm, StepForm
from renda.core.models import Attachment


class PhotosField(forms.ModelMultipleChoiceField):
    """Photos of the case to tick, each shown; none is ticked that was not released before."""

    def __init__(self) -> None:
        super().__init__(
            Attachment.objects.none(),
            label="公开的照片",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="点选要公开的，默认都不公开。先看原图：看得清人脸、车牌、门牌、证件的不要公开。"
            "公开的是缩小的副本，不带拍摄地点和时间。",
        )

    def label_from_instance(self, photo: Attachment) -> SafeString:
        return format_html(
            '<img class="choice-photo" src="{url}" alt="" loading="lazy"><span>{caption}　{name}</span>'
            '<a href="{url}" target="_blank" rel="noopener">看原图</a>',
            url=reverse("core:attachment", args=[photo.uuid]),
            caption=services.caption_of(photo),
            name=photo.name,
        )


class OffersPhotos:
    """A form about a 公开稿 whose case may have photos; without any it doesn't ask."""

    def offer_photos(self) -> None:
        """Offer the photos of the case; those released so far are ticked."""
        publication = self.instance
        found = services.photos_of_case(publication.motion)
        if not found:
            del self.fields["photos"]
            return
        self.fields["photos"].queryset = found
        if publication.pk:
            self.initial["photos"] = list(services.released_photos(publication))


class PublishForm(OffersPhotos, StepForm):
    """公开: which photos the public sees with the text."""

    photos = PhotosField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer_photos()


class PublicationForm(OffersPhotos, RecordForm):
    """The public text; names to mask one a line, of at least two characters; photos to release."""

    photos = PhotosField()

    class Meta:
        model = Publication
        fields = ("case_text", "reply_text", "masked_names", "shows_authors", "shows_verdict")
        widgets = {
            "case_text": forms.Textarea(attrs={"rows": 8}),
            "reply_text": forms.Textarea(attrs={"rows": 10}),
            "masked_names": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "case_text": "只写可以公开的内容；涉及商业秘密、个人隐私、信访细节的删去。",
            "reply_text": "联系人、电话不用写。",
            "shows_authors": "不勾选的，领衔、联名代表的姓名在文中也一并隐去。",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer_photos()

    def clean_masked_names(self) -> str:
        names = [line.strip() for line in self.cleaned_data["masked_names"].splitlines()]
        names = list(dict.fromkeys(filter(None, names)))
        if short := [name for name in names if len(name) < 2]:
            raise forms.ValidationError(f"“{short[0]}”太短，请写全名")
        return "\n".join(names)
