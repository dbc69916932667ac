"""A person's own plans."""

from django.urls import path

from training.records.views import my_induction

urlpatterns = [
    path("my/induction/", my_induction.my_induction, name="my_induction"),
    path("my/induction/take/", my_induction.take, name="induction_take"),
    path("my/induction/plans/<uuid:public_id>/", my_induction.look_at_plan, name="induction_plan"),
    path("my/induction/plans/<uuid:public_id>/start/", my_induction.start, name="induction_start"),
    path("my/induction/<uuid:public_id>/end/", my_induction.end, name="induction_end"),
    path("my/induction/<uuid:public_id>/did/<path:key>/", my_induction.item, name="induction_item"),
]
