"""Articles for tests, written and published in one go."""

from portal.choices.articles import Audience
from portal.services.articles import ArticleFields, publish_article, write_article
from tests.support.world import NOW


def written(by, title="Export your payroll", body="Send the file to **payroll**.", **given):
    return write_article(ArticleFields(title=title, body=body, **given), by=by, now=NOW)


def published(by, title="Export your payroll", body="Send the file to **payroll**.", **given):
    article = written(by, title, body, **given)
    return publish_article(article, version=article.version, by=by, now=NOW)


def one_of_each(by, first, second):
    """One published article of every audience, those of segments and accounts for two of each; ids by name."""
    made = {
        "public": published(by, "Publicword note", audience=Audience.PUBLIC),
        "customers": published(by, "Customersword note"),
        "enterprise": published(by, "Enterpriseword note", audience=Audience.SEGMENT, segment="enterprise"),
        "smb": published(by, "Smbword note", audience=Audience.SEGMENT, segment="smb"),
        "first": published(by, "Firstword note", audience=Audience.ACCOUNT, account_id=first.pk),
        "second": published(by, "Secondword note", audience=Audience.ACCOUNT, account_id=second.pk),
        "staff": published(by, "Staffword note", audience=Audience.STAFF),
    }
    made["draft"] = written(by, "Draftword note", audience=Audience.PUBLIC)
    return {name: article.pk for name, article in made.items()}
