import logging

import pytest

from core.logs import RedactLinks


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/join/12-abc_DEF-9/", "Not Found: /join/12-…/"),
        ("/accounts/password/reset/key/1-d5-abc/", "Not Found: /accounts/password/reset/key/…/"),
        ("/w/acme/", "Not Found: /w/acme/"),
    ],
)
def test_the_secret_of_a_link_is_cut_out_of_the_log(path, logged):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    assert RedactLinks().filter(record)
    assert record.getMessage() == logged
