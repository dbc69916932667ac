"""Taking a quiz in a browser: on a phone and a desk, by keyboard, without scripts; axe in every state."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard
from tests.browser.test_pages import sound, sum_of
from tests.browser.waiting import settled
from tests.factories.quizzes import add_quiz, single
from tests.factories.training import add_module
from tests.quizzes.who_does_what import eight_questions

READER = "asha.mistry@ravensmoor.example.org"


@pytest.fixture(scope="module")
def quizzes(on_the_site):
    """Quizzes on the browser's site."""
    high = ("band", {"least": 75, "text": "<p>You know whom to ring.</p>"})
    low = ("band", {"least": 0, "text": "<p>Some of it is new to you.</p>"})
    many = [single(f"item-{n}") for n in range(64)]
    with on_the_site():
        of_eight = {"items": eight_questions(), "overall_feedback": [high, low]}
        add_quiz(slug="every-type", title="Every type", standfirst="One of each.")
        eight = add_quiz(slug="who-does-what", title="Who does what", one_per_page=True, **of_eight)
        add_quiz(slug="an-assessment", title="An assessment", purpose="assessment", pass_mark=80, **of_eight)
        add_quiz(slug="with-a-limit", title="With a limit", items=[single()], time_limit=20)
        add_quiz(slug="sixty-four", title="Sixty-four", items=many)
        add_module(title="Agencies", code="Z9", slug="agencies-of-tests", quiz=eight)


@pytest.fixture
def open_as(open_page, sign_in):
    """Open the site as somebody: `open_as(READER, "/training/quizzes/", 375)`."""

    def open_(email, path, width=1280, js=True, scripts=True):
        page = open_page("/livez", width, js, scripts)
        sign_in(page, email)
        page.complaints.clear()
        return open_page(path, page=page)

    return open_


def answer_all(page, how: str) -> None:
    """Fill in the quiz with every type: "right", "wrong", "partly" or "mistaken"."""

    def choose(*texts):
        for text in texts:
            page.get_by_label(text, exact=True).first.check()

    choose({"right": "Ring today", "partly": "Ring today"}.get(how, "Wait"))
    choose(*(["Name", "Number"] if how == "right" else ["Name"] if how == "partly" else ["Rumour"]))
    choose("True" if how in ("right", "partly") else "False")
    words = {"right": "front door", "partly": "the side door", "wrong": "a lift", "mistaken": "a lift"}[how]
    page.locator("#q_short_answer").fill(words)
    page.locator("#q_numerical").fill(
        {"right": "21", "partly": "21", "wrong": "5", "mistaken": "about five"}[how]
    )
    first, second = ("Front door", "Attendance") if how != "wrong" else ("Housing", "Housing")
    page.locator("select[name='q_match_pair-1']").select_option(label=first)
    page.locator("select[name='q_match_pair-2']").select_option(label=second if how == "right" else "Housing")
    places = {"right": "123", "partly": "132", "wrong": "312", "mistaken": "111"}[how]
    for step, place in enumerate(places, 1):
        page.locator(f"select[name='q_ordering_step-{step}']").select_option(place)
    choose("That he is bullied: Tutor" if how != "wrong" else "That he is bullied: Class")
    if how == "right":
        choose("That he is bullied: Parents")
    choose("His mark: Tutor" if how != "wrong" else "His mark: Class")
    choose(re.compile("^1 – not at all") if how == "wrong" else re.compile("^5 – fully"))
    page.locator("#q_free_text").fill("What I saw.")


def hand_in(page) -> None:
    """Hand in; where questions are left, once more."""
    page.get_by_role("button", name="Hand in").click()
    if settled(page).get_by_role("button", name="Hand in").count():
        page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")


@WIDTHS
@pytest.mark.parametrize("how", ["right", "partly", "wrong"])
def test_every_type_is_reviewed_soundly(open_as, axe, quizzes, width, how):
    page = open_as(READER, "/training/quizzes/every-type/take/", width)
    sound(page, axe)  # unanswered
    answer_all(page, how)
    sound(page, axe)
    hand_in(page)
    said = {"right": "Correct", "partly": "Partly correct", "wrong": "Not correct"}[how]
    expect(page.locator(".quiz-reviewed__verdict").get_by_text(said, exact=True).first).to_be_visible()
    expect(page.locator("#result")).to_be_focused()
    sound(page, axe)


@WIDTHS
def test_nothing_answered_is_reviewed_soundly(open_page, axe, quizzes, width):
    page = open_page("/training/quizzes/every-type/take/", width)
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("main")).to_contain_text("questions are not answered")
    sound(page, axe)
    hand_in(page)
    expect(page.get_by_text("Not answered", exact=True).first).to_be_visible()
    sound(page, axe)
    page.get_by_role("link", name="Get a slip to print").click()
    sound(page, axe)
    page.get_by_label("Name on the slip").fill("Ms Ray")
    page.get_by_role("button", name="Show the slip").click()
    expect(page.locator("main")).to_contain_text("Ms Ray")
    expect(page.locator("main")).to_contain_text("Self-declared")
    assert "Ray" not in page.url
    sound(page, axe)
    assert page.context.cookies() == []


@WIDTHS
def test_mistakes_lead_to_their_fields(open_page, axe, quizzes, width):
    page = open_page("/training/quizzes/every-type/take/", width)
    answer_all(page, "mistaken")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    sound(page, axe)
    page.get_by_role("link", name=re.compile("Enter a number")).click()
    assert page.evaluate("document.activeElement.id") == "q_numerical"


@WIDTHS
@pytest.mark.parametrize(
    "path",
    [
        "/training/quizzes/",
        "/training/quizzes/every-type/",
        "/training/quizzes/an-assessment/",
        "/training/quizzes/every-type/paper/",
        "/training/quizzes/with-a-limit/take/",
        "/training/quizzes/history/",
    ],
)
def test_the_other_pages_are_sound(open_as, axe, quizzes, path, width):
    sound(open_as(READER, path, width), axe)


@WIDTHS
@SCRIPTS
def test_t15_eight_answers_and_two_more_actions(open_as, axe, quizzes, width, js):
    """Signed in, from the module, by keyboard: score, why, what to read, and once more."""
    page = open_as(READER, "/training/modules/agencies-of-tests/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Take the quiz")
    for number in range(1, 9):
        expect(page.locator("legend")).to_contain_text(f"Question {number} of 8")
        wrong = number in (2, 5)
        keyboard.focus("radio", re.compile(".*"))
        target = page.get_by_role("radio", name="No" if wrong else "Yes", exact=True)
        for _ in range(2):
            if target.is_checked():
                break
            page.keyboard.press("Space") if target.evaluate("e => e === document.activeElement") else (
                page.keyboard.press("ArrowDown")
            )
        expect(target).to_be_checked()
        target.press("Enter")
        settled(page)
        keyboard.actions += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    keyboard.follow("button", "Hand in")
    assert keyboard.actions == 10
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
    expect(page.locator("main")).to_contain_text("You know whom to ring.")
    expect(page.locator("main")).to_contain_text("6 of 8 marks")
    wrong = page.locator(".quiz-reviewed").nth(1)
    expect(wrong).to_contain_text("Not correct")
    expect(wrong).to_contain_text("Why")
    expect(wrong.get_by_role("heading", name="Read this")).to_be_visible()
    expect(wrong.get_by_role("link", name=re.compile("Open in the directory"))).to_be_visible()
    for word in ("passed", "failed", "pass mark"):
        expect(page.locator("main")).not_to_contain_text(re.compile(word, re.IGNORECASE))
    page.get_by_role("link", name="Take it again").click()
    expect(page.locator("legend")).to_contain_text("Question 1 of 8")
    assert page.get_by_role("radio", name="Yes", exact=True).is_checked() is False
    assert page.complaints == []


@SCRIPTS
def test_a_result_on_paper(open_page, quizzes, js):
    page = open_page("/training/quizzes/every-type/take/", 794, js)
    answer_all(page, "partly")
    hand_in(page)
    page.emulate_media(media="print")
    for hidden in page.locator("header nav, .quiz-actions, main form").all():
        expect(hidden).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("path", ["sixty-four/take/", "sixty-four/", "every-type/paper/"])
def test_a_quiz_of_sixty_four_questions_is_light(open_page, quizzes, path):
    """At most 100 kB cross the wire."""
    page = open_page("/livez")
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(sum_of(request)))
    open_page(f"/training/quizzes/{path}", page=page)
    page.wait_for_timeout(200)
    assert 0 < sum(sizes) <= 100_000, sizes


def test_the_result_of_sixty_four_questions_is_light(open_page, quizzes):
    page = open_page("/training/quizzes/sixty-four/take/")
    sizes = []
    page.get_by_role("button", name="Hand in").click()
    page.on("requestfinished", lambda request: sizes.append(sum_of(request)))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
    page.wait_for_timeout(200)
    assert 0 < sum(sizes) <= 100_000, sizes


@WIDTHS
def test_what_is_chosen_is_saved_without_a_button(open_as, quizzes, width):
    page = open_as("marguerite.osei@ambleford.example.org", "/training/quizzes/sixty-four/take/", width)
    page.get_by_label("Wait").nth(width % 60).check()
    expect(page.locator("[data-quiz-said]")).to_contain_text("Saved at")
    page.goto(page.url)
    expect(page.get_by_label("Wait").nth(width % 60)).to_be_checked()
    assert page.complaints == []


def test_when_the_time_ends_what_was_typed_is_handed_in(open_page, quizzes):
    page = open_page("/training/quizzes/with-a-limit/take/")
    page.get_by_role("button", name="Begin now").click()
    expect(page.locator("main")).to_contain_text("20 minutes left.")
    page.get_by_label("Ring today").check()
    page.clock.install()
    page.evaluate("document.querySelector('.app-quiz').dataset.quizUntil = '1'")
    page.evaluate("import('/static/js/quiz.js?again')")
    page.clock.run_for(3000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
    expect(page.locator("main")).to_contain_text("1 of 1 mark")
