"""What a school asks again and again."""

from django.urls import path

from training.records.views import rules

urlpatterns = [
    path("school/training/rules/", rules.rules, name="rules"),
    path("school/training/rules/add/", rules.add_rule, name="add_rule"),
    path("school/training/rules/<uuid:public_id>/", rules.change_rule, name="change_rule"),
    path("school/training/rules/<uuid:public_id>/delete/", rules.delete_rule, name="delete_rule"),
]
