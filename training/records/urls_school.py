"""What a lead sees of the training of a school, and who looked at one's own record."""

from django.urls import path

from training.records.views import school

urlpatterns = [
    path("school/training/", school.school_training, name="school_training"),
    path("school/training/training.<str:sort>", school.school_training_file, name="school_training_file"),
    path("school/training/people/<uuid:public_id>/", school.school_record, name="school_record"),
    path(
        "school/training/people/<uuid:public_id>/record.pdf",
        school.school_record_file,
        name="school_record_file",
    ),
    path("my/learning/who-looked/", school.who_looked, name="who_looked"),
]
