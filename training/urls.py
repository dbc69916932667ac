"""Where sheets are filled in and downloaded. Every other address under /training/ is a page of Wagtail's."""

from django.urls import path

from training.views import sheets

app_name = "training"

urlpatterns = [
    path("sheets/<slug:slug>/fill/", sheets.fill, name="fill"),
    path("sheets/<slug:slug>/blank.pdf", sheets.blank, {"sort": "pdf"}, name="blank_pdf"),
    path("sheets/<slug:slug>/blank.docx", sheets.blank, {"sort": "docx"}, name="blank_docx"),
]
