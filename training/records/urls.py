"""What belongs to a person: their learning, their logs, their certificates."""

from django.urls import path

from training.records import urls_induction, urls_plans, urls_rules, urls_school
from training.records.views import certificates, my_cpd, my_learning, my_supervision

app_name = "records"

urlpatterns = [
    path("my/learning/", my_learning.my_learning, name="my_learning"),
    path("my/learning/did/<int:number>/", my_learning.did, name="did"),
    path("my/learning/<uuid:public_id>/take-back/", my_learning.take_back, name="take_back"),
    path("my/learning/<uuid:public_id>/certificate/", my_learning.issue, name="issue"),
    path("my/cpd/", my_cpd.my_cpd, name="my_cpd"),
    path("my/cpd/add/", my_cpd.add_entry, name="add_cpd"),
    path("my/cpd/due.ics", my_cpd.due, name="due"),
    path("my/cpd/my-cpd.<str:sort>", my_cpd.cpd_file, name="cpd_file"),
    path("my/cpd/automatic/<uuid:public_id>/", my_cpd.reflect, name="reflect"),
    path("my/cpd/<uuid:public_id>/", my_cpd.edit_entry, name="edit_cpd"),
    path("my/cpd/<uuid:public_id>/delete/", my_cpd.delete_entry, name="delete_cpd"),
    path("my/cpd/<uuid:public_id>/evidence/", my_cpd.evidence, name="evidence"),
    path("my/cpd/supervision/", my_supervision.my_supervision, name="my_supervision"),
    path("my/cpd/supervision/add/", my_supervision.add_supervision, name="add_supervision"),
    path("my/cpd/supervision/<uuid:public_id>/", my_supervision.edit_supervision, name="edit_supervision"),
    path(
        "my/cpd/supervision/<uuid:public_id>/delete/",
        my_supervision.delete_supervision,
        name="delete_supervision",
    ),
    path("certificates/<uuid:uuid>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:uuid>/certificate.pdf", certificates.certificate_file, name="certificate_file"),
    path("certificates/<uuid:uuid>/correct/", my_learning.correct, name="correct"),
    *urls_induction.urlpatterns,
    *urls_plans.urlpatterns,
    *urls_school.urlpatterns,
    *urls_rules.urlpatterns,
]
