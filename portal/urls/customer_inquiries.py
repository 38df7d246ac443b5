from django.urls import path

from portal.views import customer_inquiries as views

ONE = "inquiries/<int:inquiry_id>"

urlpatterns = [
    path("inquiries/", views.inquiries, name="inquiries"),
    path("inquiries/new/", views.new, name="new_inquiry"),
    path(f"{ONE}/", views.inquiry, name="inquiry"),
    path(f"{ONE}/answers/", views.reply, name="inquiry_answer"),
    path(f"{ONE}/closure/", views.closure, name="inquiry_closure"),
    path(f"{ONE}/reopening/", views.reopening, name="inquiry_reopening"),
    path(f"{ONE}/escalation/", views.escalation, name="inquiry_escalation"),
    path(f"{ONE}/rating/", views.rating, name="inquiry_rating"),
    path(f"{ONE}/files/<int:inquiry_file_id>/", views.file, name="inquiry_file"),
]
