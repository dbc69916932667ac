"""The pages of the good-practice hub."""

from hub.models.articles import ArticlePage, BulletinPage, CaseStudyPage, PracticePage
from hub.models.comments import Comment, CommentReport, CommentState, ReportReason
from hub.models.contributions import Contribution, ContributionDraft, Naming
from hub.models.governance import GovernancePage, MeetingPage, PolicyPage
from hub.models.page import HubPage, HubPageTag, RelatedPage
from hub.models.people import Author, KeyLearning
from hub.models.shelves import HubHomePage, HubSectionPage, Kind
from hub.models.topics import BarrierPage, QuestionPage, TopicCall, TopicPage

__all__ = [
    "ArticlePage",
    "Author",
    "BarrierPage",
    "BulletinPage",
    "CaseStudyPage",
    "Comment",
    "CommentReport",
    "CommentState",
    "Contribution",
    "ContributionDraft",
    "GovernancePage",
    "HubHomePage",
    "HubPage",
    "HubPageTag",
    "HubSectionPage",
    "KeyLearning",
    "Kind",
    "MeetingPage",
    "Naming",
    "PolicyPage",
    "PracticePage",
    "QuestionPage",
    "RelatedPage",
    "ReportReason",
    "TopicCall",
    "TopicPage",
]
