"""A school's plans, and the portal's: build, copy, assign."""

from django.urls import path
from django.urls.resolvers import URLPattern

from training.records.views import plan_build, plan_people, plans

_ALL = "school/training/plans/"
_ONE = _ALL + "<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, plans.plans_of_ours, name="plans"),
    path(_ALL + "new/", plan_build.make_plan, name="make_plan"),
    path(_ONE, plans.plan, name="plan"),
    path(_ONE + "change/", plan_build.change_plan, name="change_plan"),
    path(_ONE + "copy/", plans.copy_plan, name="copy_plan"),
    path(_ONE + "put-away/", plans.put_plan_away, name="put_plan_away"),
    path(_ONE + "give/", plan_people.give_plan, name="give_plan"),
    path(_ONE + "update/", plan_people.update_plan, name="update_plan"),
    path(_ONE + "sessions/<str:key>/", plan_people.attended, name="attended"),
    path(_ALL + "given/<uuid:public_id>/take-away/", plan_people.take_plan_away, name="take_plan_away"),
]
