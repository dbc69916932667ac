"""Where sheets are filled in, downloaded and kept, and programmes built.

Every other address under /training/ is a page of Wagtail's.
"""

from django.urls import path

from training.programme import views as programme
from training.records.views import by_link, copies, own_sheets, partners, programmes
from training.views import sheets

app_name = "training"

urlpatterns = [
    path("sheets/<slug:slug>/fill/", sheets.fill, name="fill"),
    path("sheets/<slug:slug>/blank.pdf", sheets.blank, {"sort": "pdf"}, name="blank_pdf"),
    path("sheets/<slug:slug>/blank.docx", sheets.blank, {"sort": "docx"}, name="blank_docx"),
    path("sheets/<slug:slug>/keep/", copies.keep, name="keep_copy"),
    path("sheets/<slug:slug>/adapt/", own_sheets.adapt, name="adapt"),
    path("our-sheets/", own_sheets.list_of_ours, name="own_sheets"),
    path("our-sheets/<uuid:public_id>/", own_sheets.show, name="own_sheet"),
    path("our-sheets/<uuid:public_id>/fill/", own_sheets.fill, name="own_fill"),
    path("our-sheets/<uuid:public_id>/blank.<str:sort>", own_sheets.blank, name="own_blank"),
    path("our-sheets/<uuid:public_id>/edit/", own_sheets.edit, name="edit_own_sheet"),
    path("our-sheets/<uuid:public_id>/edit/<str:block_id>/", own_sheets.edit_block, name="edit_own_block"),
    path("our-sheets/<uuid:public_id>/delete/", own_sheets.delete, name="delete_own_sheet"),
    path("our-sheets/<uuid:public_id>/partners/", partners.own_partners, name="own_partners"),
    path("our-sheets/<uuid:public_id>/partners/<uuid:link_id>/", partners.end_link, name="own_link"),
    path("our-sheets/<uuid:public_id>/answers/<int:pk>/", partners.decide, name="decide_note"),
    path("partner/", by_link.sheet, name="partner"),
    path("partner/part/", by_link.part, name="partner_part"),
    path("partner/comment/", by_link.comment, name="partner_comment"),
    path("partner/propose/", by_link.propose, name="partner_propose"),
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
