"""Where sheets are filled in, downloaded and kept, and programmes built.

Every other address under /training/ is a page of Wagtail's.
"""

from django.urls import path

from training.programme import views as programme
from training.records.views import copies, programmes
from training.views import sheets

app_name = "training"

urlpatterns = [
    path("sheets/<slug:slug>/fill/", sheets.fill, name="fill"),
    path("sheets/<slug:slug>/blank.pdf", sheets.blank, {"sort": "pdf"}, name="blank_pdf"),
    path("sheets/<slug:slug>/blank.docx", sheets.blank, {"sort": "docx"}, name="blank_docx"),
    path("sheets/<slug:slug>/keep/", copies.keep, name="keep_copy"),
    path("programme/", programme.build, name="programme"),
    path("programme/page/", programme.page, name="programme_page"),
    path("programme/keep/", programmes.keep_programme, name="keep_programme"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:public_id>/", programmes.kept_programme, name="kept_programme"),
    path("programmes/<uuid:public_id>/delete/", programmes.delete_programme, name="delete_programme"),
    path("my-sheets/", copies.copies, name="copies"),
    path("my-sheets/compare/", copies.compare, name="compare_copies"),
    path("my-sheets/school/", copies.keeping, name="keeping"),
    path("my-sheets/<uuid:public_id>/", copies.copy, name="copy"),
    path("my-sheets/<uuid:public_id>/change/", copies.change, name="change_copy"),
    path("my-sheets/<uuid:public_id>/delete/", copies.delete, name="delete_copy"),
    path("my-sheets/<uuid:public_id>/copy.<str:sort>", copies.file, name="copy_file"),
]
