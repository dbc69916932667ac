"""Telephone numbers: one spelling in, one spelling out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import phones


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("01632 960101", "+441632960101", "01632 960101"),
        ("(01632) 960-101", "+441632960101", "01632 960101"),
        ("+44 1632 960101", "+441632960101", "01632 960101"),
        ("07700 900113", "+447700900113", "07700 900113"),
        ("020 7946 0451", "+442079460451", "020 7946 0451"),
        ("0808 157 0401", "+448081570401", "0808 157 0401"),
        ("999", "999", "999"),
        (" 101 ", "101", "101"),
        ("116 123", "116123", "116 123"),
        ("61016", "61016", "61016"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
    ],
)
def test_numbers(text, stored, shown):
    assert phones.normalise(text) == stored
    assert phones.display(stored) == shown


@pytest.mark.parametrize("text", ["", "ring us", "01632", "01632 960101 ext 4", "1", "01632960101016329601"])
def test_refused(text):
    with pytest.raises(ValueError, match="telephone number"):
        phones.normalise(text)


def test_uri():
    assert phones.uri("+441632960101") == "tel:+441632960101"
    assert phones.uri("+441632960101", "42") == "tel:+441632960101;ext=42"


@given(st.one_of(st.text(max_size=30), st.text("0123456789+ ()-.", max_size=20)))
def test_anything_is_a_number_or_a_value_error(text):
    try:
        stored = phones.normalise(text)
    except ValueError:
        return
    assert phones.normalise(phones.display(stored)) == stored
