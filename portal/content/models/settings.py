"""What a council sets for its own portal: name, publisher, colours, home authority."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.content.colours import contrast

WCAG_AA = 4.5

_hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write a colour as # and six digits, such as #0d4a5a.")


@register_setting(icon="cog")
class PortalSettings(BaseSiteSetting):
    """The name, place, publisher and colours of this portal."""

    name = models.CharField(max_length=60, default="Bridge")
    strapline = models.CharField(max_length=120, default="for schools in our area")
    publisher = models.CharField(max_length=150, blank=True, help_text="Who stands behind what is published.")
    contact_email = models.EmailField(blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    home_authority = models.ForeignKey(
        "content.Area",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where two authorities' entries are equally good, this one's comes first.",
    )
    colour_brand = models.CharField("header", max_length=7, default="#0d4a5a", validators=[_hex_colour])
    colour_brand_deep = models.CharField(
        "emergency strip", max_length=7, default="#08323e", validators=[_hex_colour]
    )
    colour_link = models.CharField("links", max_length=7, default="#0a5c8f", validators=[_hex_colour])
    colour_go = models.CharField("main button", max_length=7, default="#0f6b4f", validators=[_hex_colour])

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("strapline")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("contact_email")]),
                FieldRowPanel([FieldPanel("home_authority"), FieldPanel("logo")]),
            ],
            heading="Name and publisher",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("colour_brand"), FieldPanel("colour_brand_deep")]),
                FieldRowPanel([FieldPanel("colour_link"), FieldPanel("colour_go")]),
            ],
            heading="Colours",
        ),
    ]

    class Meta:
        verbose_name = "portal settings"

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a colour that white text, or a white page, does not stand out from (WCAG 2.2, 1.4.3)."""
        super().clean()
        errors = {}
        for field in ("colour_brand", "colour_brand_deep", "colour_link", "colour_go"):
            try:
                ratio = contrast(getattr(self, field), "#ffffff")
            except ValueError:
                continue  # the field's own validator has said so
            if ratio < WCAG_AA:
                errors[field] = (
                    f"Too pale: its contrast with white is {ratio:.1f}, and at least 4.5 is needed."
                )
        if errors:
            raise ValidationError(errors)
