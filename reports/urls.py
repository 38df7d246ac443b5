"""Reports, below /w/<workspace>/."""

from django.urls import path

from reports.views import mailing, portfolio, reviews

app_name = "reports"

REVIEW = "accounts/<int:account_id>/reviews/<int:snapshot_id>/"

urlpatterns = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("accounts/<int:account_id>/reviews/", reviews.reviews, name="reviews"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}words/", reviews.words, name="review_words"),
    path(f"{REVIEW}preview/", reviews.preview, name="review_preview"),
    path(f"{REVIEW}preview.css", reviews.sheet, name="review_sheet"),
    path(f"{REVIEW}printing/", reviews.printing, name="review_printing"),
    path(f"{REVIEW}progress/", reviews.progress, name="review_progress"),
    path(f"{REVIEW}mailing/", mailing.mailing, name="review_mailing"),
    path(f"{REVIEW}review.pdf", reviews.pdf, name="review_pdf"),
]
