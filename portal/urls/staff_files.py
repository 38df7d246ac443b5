from django.urls import path

from portal.views import files_desk

ACCOUNT = "accounts/<int:account_id>"
SHARED = f"{ACCOUNT}/shared-files/<int:shared_id>"

urlpatterns = [
    path("files/", files_desk.files, name="files"),
    path(f"{ACCOUNT}/shared-files/", files_desk.account_files, name="account_files"),
    path(f"{ACCOUNT}/files/<int:file_id>/share/", files_desk.sharing_question, name="file_sharing_question"),
    path(f"{ACCOUNT}/files/<int:file_id>/sharing/", files_desk.sharing, name="file_sharing"),
    path(f"{SHARED}/", files_desk.shared_file, name="shared_file"),
    path(f"{SHARED}/taking-back/", files_desk.taking_back, name="file_taking_back"),
    path(f"{SHARED}/restoration/", files_desk.restoration, name="file_restoration"),
]
