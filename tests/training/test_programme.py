"""Build my programme: the address holds items and order alone; nobody learns of what is not theirs."""

import io
import logging

import pytest
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT

from tests.factories.training import add_activity, add_module, add_sheet
from tests.pages import main_of
from tests.traces import tables_with
from tests.training.conftest import READER
from training.programme.address import MOST, address_of, read_items
from training.programme.items import in_words

pytestmark = pytest.mark.django_db
BUILD = reverse("training:programme")
WHOLE = reverse("training:programme_page")
STEPS = [
    ("step", {"text": "List who helps.", "questions": ["Who is missing?"]}),
    ("step", {"text": "Share it.", "questions": []}),
]
SECRET = "Nobody-may-find-this-again"


def items_of(answer) -> list[int]:
    """Return the items of the address that an answer leads to."""
    assert answer.status_code == 302
    query = answer["Location"].partition("?items=")[2].partition("#")[0].partition("&")[0]
    return [int(one) for one in query.split(",") if one]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("3,1,2", [3, 1, 2]),
        ("3,3,1", [3, 1]),
        (" 7 , x,-1,1.5,٣,²,,99999999999999999999,8", [7, 8]),
        ("'; DROP TABLE", []),
    ],
)
def test_an_address_names_pages_by_numbers_alone(text, numbers):
    assert read_items(text) == (numbers, False)


def test_an_address_has_an_end():
    numbers, too_many = read_items(",".join(map(str, range(1, 5000))))
    assert len(numbers) == MOST
    assert too_many


def test_minutes_are_said_in_words():
    assert [in_words(one) for one in (0, 1, 60, 145)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "2 hours 25 minutes",
    ]


def test_adding_ordering_and_removing(client, demo):
    first, second, third = add_activity(), add_module(minutes=40), add_sheet()
    answer = client.get(f"{BUILD}?items={first.pk}&add={second.pk}&add={third.pk}&add={first.pk}")
    assert items_of(answer) == [first.pk, second.pk, third.pk]
    start = answer["Location"].partition("#")[0]
    main = main_of(client.get(start))
    assert "1 hour 25 minutes" in main
    for page in (first, second, third):
        assert f'id="item-{page.pk}"' in main
        assert f'id="add-{page.pk}"' not in main
    assert items_of(client.get(f"{start}&up={third.pk}")) == [first.pk, third.pk, second.pk]
    assert items_of(client.get(f"{start}&down={first.pk}")) == [second.pk, first.pk, third.pk]
    assert items_of(client.get(f"{start}&up={first.pk}")) == [first.pk, second.pk, third.pk]
    assert items_of(client.get(f"{start}&remove={second.pk}")) == [first.pk, third.pk]
    assert client.get(f"{start}&up={third.pk}")["Location"].endswith(f"#item-{third.pk}")
    assert "Set-Cookie" not in client.get(start).headers


def test_the_sheets_of_an_activity_come_in_below_it(client, demo):
    sheets = [add_sheet(), add_sheet()]
    hidden = add_sheet(live=False)
    activity, module = add_activity([sheets[1], hidden, sheets[0]]), add_module()
    start = address_of([activity.pk, module.pk])
    assert "Add its 2 sheets" in main_of(client.get(start))
    numbers = items_of(client.get(f"{start}&sheets={activity.pk}"))
    assert numbers == [activity.pk, sheets[1].pk, sheets[0].pk, module.pk]
    assert "Add its" not in main_of(client.get(address_of(numbers)))


def test_a_full_programme_says_so(client, demo):
    numbers = [add_activity().pk for _ in range(3)]
    many = [*range(900_000, 900_000 + MOST - 2), *numbers]
    main = main_of(client.get(f"{BUILD}?items={','.join(map(str, many))}"))
    assert "Your programme is full" in main
    assert f'id="item-{numbers[1]}"' in main
    assert f'id="item-{numbers[2]}"' not in main


def test_pages_lead_to_the_programme_and_back(client, demo):
    activity, sheet, module = add_activity(), add_sheet(), add_module()
    for page in (activity, sheet, module):
        assert f'href="{BUILD}?add={page.pk}"' in main_of(client.get(page.url))
        main = main_of(client.get(f"{page.url}?programme={activity.pk},{'9' * 9}"))
        if page == activity:
            assert "It is in your programme" in main
        else:
            assert f'href="{BUILD}?items={activity.pk},{"9" * 9}&amp;add={page.pk}"' in main
    assert "my programme" not in main_of(client.get(activity.get_parent().url))


@pytest.mark.parametrize("address", [BUILD, WHOLE])
def test_what_is_gone_or_private_looks_the_same(client, demo, address):
    """A draft, a page for school leads, a page of another sort, and a number that never was."""
    draft = add_sheet(live=False, title="Draft of something")
    private = add_sheet(access="dsl", title="For leads alone")
    section = add_activity().get_parent()
    shown = set()
    for number in (draft.pk, private.pk, section.pk, 987_654):
        main = main_of(client.get(f"{address}?items={number}"))
        assert "Something that is not here" in main
        shown.add(main.replace(str(number), "N"))
        for title in ("Draft of something", "For leads alone", "Section of tests"):
            assert title not in main.partition('id="choose"')[0]
    assert len(shown) == 1
    printed = client.post(f"{WHOLE}?items={draft.pk},{private.pk}", {"as": "print"})
    assert "Draft of something" not in printed.text
    assert "For leads alone" not in printed.text
    assert "What we do" not in printed.text


def test_each_reader_chooses_from_what_they_may_read(client, demo, signed_in):
    for_staff = add_sheet(access="staff", title="For staff")
    add_sheet(live=False, title="Draft of something")
    assert "For staff" not in main_of(client.get(BUILD))
    main = main_of(signed_in(READER).get(f"{BUILD}?items={for_staff.pk}"))
    assert "For staff" in main
    assert "Draft of something" not in main


@pytest.mark.parametrize(
    "query",
    [
        "items=%00",
        "items=" + "9" * 9000,
        "items=1&up=x&down=%FF",
        "add=1&add=" + "9" * 40,
        "kept=x",
        "kept=00000000-0000-0000-0000-000000000000",
    ],
)
def test_a_hostile_address_is_answered(client, demo, query):
    for address in (BUILD, WHOLE):
        assert client.get(f"{address}?{query}", follow=True).status_code in (200, 400)


def words_of(file: bytes) -> list[str]:
    """Return every paragraph of a Word file, those of its tables and fields too, in order."""
    body = Document(io.BytesIO(file)).element.body
    texts = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return [text for text in texts if text.strip()]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_word_file_holds_the_programme_with_its_sheets_in_order(client, demo):
    sheet = add_sheet(title="Our sheet", code="R9", orientation="landscape")
    activity = add_activity(title="Meet the team", number="3.3", steps=STEPS, facilitator_notes="<p>Hush</p>")
    module = add_module(title="The front door", outcomes=[("line", "name the lead")])
    numbers = [module.pk, sheet.pk, activity.pk]
    typed = {"name": "Autumn <b>term</b>", "dates": "2 September", "facilitator": "Ms Ray", "as": "docx"}
    answer = client.post(address_of(numbers, "training:programme_page"), typed)
    assert answer["Content-Disposition"] == 'attachment; filename="programme.docx"'
    assert "no-store" in answer["Cache-Control"]
    words = words_of(answer.content)
    assert words[0] == "Autumn <b>term</b>"
    assert {"Dates: 2 September", "Facilitator: Ms Ray", "Time in all: 1 hour 30 minutes"} <= set(words)
    wanted = ["The front door", "name the lead", "R9 Our sheet", "What we do", "3.3 Meet the team"]
    wanted += ["1. List who helps.", "Who is missing?", "2. Share it."]
    papers = words[words.index("In short.") - 1 :]
    assert [word for word in papers if word in wanted] == wanted
    assert "Hush" not in str(words)
    document = Document(io.BytesIO(answer.content))
    assert document.core_properties.title == "Autumn <b>term</b>"
    lying = [section.orientation for section in document.sections]
    assert lying == [WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    feet = [section.footer.paragraphs[0].text for section in document.sections]
    assert feet[2:] == ["R9 Our sheet", "3.3 Meet the team"]


def test_the_print_view_holds_all_of_it(client, demo):
    sheet, activity = add_sheet(title="Our sheet"), add_activity(title="Meet the team", steps=STEPS)
    typed = {"name": "Autumn <b>term</b>", "dates": "2 September", "facilitator": "Ms Ray"}
    answer = client.post(address_of([activity.pk, sheet.pk], "training:programme_page"), typed)
    main = main_of(answer)
    assert "Autumn &lt;b&gt;term&lt;/b&gt;" in main
    for words in ("Ms Ray", "2 September", "List who helps.", "What we do", "No names of children"):
        assert words in main
    assert main.index("List who helps.") < main.index("What we do")
    assert "no-store" in answer["Cache-Control"]


def test_what_is_typed_is_kept_nowhere(client, demo, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    address = address_of([add_sheet().pk], "training:programme_page")
    for sort in ("docx", "print"):
        answer = client.post(address, {"name": SECRET, "facilitator": SECRET, "dates": SECRET, "as": sort})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert client.post(address, {"name": SECRET * 50, "as": "docx"}).status_code == 400
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())
    assert not tables_with(SECRET)


@pytest.mark.parametrize("count", [2, 30])
def test_few_questions_whatever_the_length(client, demo, django_assert_max_num_queries, count):
    numbers = []
    for _ in range(count // 2):
        numbers += [add_sheet().pk]
        numbers += [add_activity([add_sheet()]).pk]
    address = address_of(numbers)
    client.get(address)
    with django_assert_max_num_queries(24):
        main_of(client.get(address))
    with django_assert_max_num_queries(16):
        main_of(client.post(address_of(numbers, "training:programme_page"), {"as": "print"}))
