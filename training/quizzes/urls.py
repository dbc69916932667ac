"""Where quizzes are taken and their results read. Every other address under /training/quizzes/ is a page."""

from django.urls import path

from training.quizzes.views import history, paper, results, take

app_name = "quizzes"

urlpatterns = [
    path("history/", history.history, name="history"),
    path("history/<uuid:public_id>/", take.attempt, name="attempt"),
    path("result/<str:signed>/", results.result, name="result"),
    path("result/<str:signed>/slip/", results.slip, name="slip"),
    path("result/<str:signed>/add/", results.join, name="join"),
    path("<slug:slug>/take/", take.take, name="take"),
    path("<slug:slug>/paper/", paper.blank, name="paper"),
]
