"""Reports, below /w/<workspace>/."""

from django.urls import path

from reports.views import portfolio

app_name = "reports"

urlpatterns = [path("portfolio/", portfolio.portfolio, name="portfolio")]
