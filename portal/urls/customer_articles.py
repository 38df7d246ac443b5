from django.urls import path

from portal.views import articles, files, search

FILE = "files/<int:shared_id>"

urlpatterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/feed.xml", articles.feed, name="article_feed"),
    path("articles/<str:article_slug>/", articles.article, name="article"),
    path("articles/<str:article_slug>/vote/", articles.vote, name="article_vote"),
    path("search/", search.search, name="search"),
    path("files/", files.files, name="files"),
    path(f"{FILE}/", files.file, name="file"),
    path(f"{FILE}/versions/<int:copy_id>/", files.content, name="file_content"),
    path(f"{FILE}/restoration/", files.restoration, name="file_restoration"),
]
