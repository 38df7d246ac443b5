from django.urls import path

from portal.views import article_order, articles_desk

ARTICLE = "articles/<int:article_id>"

urlpatterns = [
    path("articles/", articles_desk.articles, name="articles"),
    path("articles/new/", articles_desk.new, name="new_article"),
    path("articles/preview/", articles_desk.preview, name="article_preview"),
    path("articles/first/", article_order.order, name="article_order"),
    path(f"{ARTICLE}/", articles_desk.article, name="article"),
    path(f"{ARTICLE}/edit/", articles_desk.edit, name="article_edit"),
    path(f"{ARTICLE}/publication/", articles_desk.publication, name="article_publication"),
    path(f"{ARTICLE}/withdrawal/", articles_desk.withdrawal, name="article_withdrawal"),
    path(f"{ARTICLE}/archiving/", articles_desk.archiving, name="article_archiving"),
    path(f"{ARTICLE}/versions/<int:text_id>/", articles_desk.version, name="article_version"),
    path(
        f"{ARTICLE}/versions/<int:text_id>/restoration/",
        articles_desk.restoration,
        name="article_restoration",
    ),
]
