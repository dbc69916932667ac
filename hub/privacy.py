"""What the hub holds about people: who keeps a page, what they said below one, what they contributed."""

from django.db.models import QuerySet

from hub.models import Comment, Contribution, ContributionDraft
from portal.accounts.privacy import Holding, RecordsNamingPeople

_records = RecordsNamingPeople("hub", "So that every page has someone who answers for it")
_OWN = {
    "hub.Comment": Holding(
        "hub.Comment",
        "What you wrote below a page, shown with your name and job title; who decided on it",
        "So that colleagues can learn from each other, and somebody answers for it",
        "Until you remove it, or your account is erased",
    ),
    "hub.CommentReport": Holding(
        "hub.CommentReport",
        "That you reported a comment, and why",
        "So that somebody looks at it, and each person counts once",
        "As long as the comment; your name goes when your account is erased",
    ),
    "hub.ContributionDraft": Holding(
        "hub.ContributionDraft",
        "A piece of good practice that you began and have not sent",
        "So that nothing you wrote is lost",
        "Until you send it; six months after you last changed it",
    ),
    "hub.Contribution": Holding(
        "hub.Contribution",
        "What you sent in, when, and the name and school that you agreed to show",
        "To publish it, and to tell you what became of it",
        "As long as the page; your name goes when your account is erased",
    ),
}


def describe() -> list[Holding]:
    """Return one entry for each model that points at an account."""
    others = (holding for holding in _records.describe() if holding.model not in _OWN)
    return [*others, *_OWN.values()]


def export(user) -> dict:
    """Return what `user` wrote, and the records that name them."""
    comments = Comment.objects.filter(author=user).select_related("page")
    sent = Contribution.objects.filter(contributor=user).select_related("school")
    begun = ContributionDraft.objects.filter(person=user).first()
    own = {
        "comments": [
            {"page": one.page.title, "text": one.text, "state": one.state, "at": one.created.isoformat()}
            for one in comments
        ],
        "contributions": [
            {"title": one.title, "text": one.answers, "shown": one.credit, "sent": one.sent_on.isoformat()}
            for one in sent
        ],
        "contribution not sent": begun.answers if begun else {},
    }
    return _records.export(user) | {what: held for what, held in own.items() if held}


def erase(user) -> None:
    """Remove what `user` said and began, and their name from what was published; cut the other ties."""
    Comment.objects.filter(author=user).delete()
    ContributionDraft.objects.filter(person=user).delete()
    Contribution.objects.filter(contributor=user).update(name_shown="", answers={})
    _records.erase(user)


def over(before) -> dict[str, QuerySet]:
    """Return the contributions that nobody has gone on with since `before`."""
    return {"contributions not sent": ContributionDraft.objects.filter(changed__lt=before)}
