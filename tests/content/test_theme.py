"""The portal's colours: served, cached, and readable."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.content.colours import contrast
from portal.content.models import PortalSettings


@pytest.fixture
def portal(client, db):
    client.get(reverse("content:theme"))  # the first request makes the settings of the site
    return PortalSettings.objects.get()


def test_colours_of_the_settings_are_custom_properties(client, portal):
    portal.colour_brand = "#123456"
    portal.save()
    response = client.get(reverse("content:theme"))
    assert response["Content-Type"].startswith("text/css")
    assert "--portal-brand:#123456" in response.text
    for name in ("brand-deep", "link", "go"):
        assert f"--portal-{name}:#" in response.text


def test_unchanged_colours_are_not_sent_again(client, portal):
    first = client.get(reverse("content:theme"))
    assert "max-age" in first["Cache-Control"]
    again = client.get(reverse("content:theme"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    portal.colour_go = "#123456"
    portal.save()
    changed = client.get(reverse("content:theme"), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_admin_has_the_same_colours(client, portal):
    portal.colour_brand = "#0000ff"
    portal.save()
    text = client.get(reverse("content:admin_theme")).text
    assert "--w-color-primary-hue:240.0" in text
    assert "--w-color-primary-saturation:100.0%" in text


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_follows_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("field", ["colour_brand", "colour_brand_deep", "colour_link", "colour_go"])
def test_pale_colours_are_refused_on_their_field(portal, field):
    setattr(portal, field, "#777777")
    with pytest.raises(ValidationError) as refusal:
        portal.full_clean()
    assert "Too pale" in str(refusal.value.message_dict[field])


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#fff;}body{"])
def test_what_is_no_colour_is_refused(portal, colour):
    portal.colour_link = colour
    with pytest.raises(ValidationError) as refusal:
        portal.full_clean()
    assert "colour_link" in refusal.value.message_dict
