"""Production settings: clean by Django's own check, and no start without a secret."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "kq3-Vw8_uM1zLr6tXn0yBd4sHf9gJc2pQa7eIo5-mZxRvKlYtWuEh",
    "BASE_URL": "https://cs.example.com",
    "ALLOWED_HOSTS": "cs.example.com",
    "DATABASE_URL": "postgres://cs_app:pw@127.0.0.1:1/cs",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:pw@mail.example.com:587",
}


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "csplatform.settings.production", **environment,
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_djangos_check_for_deployment_finds_nothing():
    done = python(
        "-W",
        "error::DeprecationWarning:csplatform",
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "INFO",
        **GIVEN,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


KNOWN = (
    "import environ; from csplatform.settings import servers;"
    "print(*servers.bucket('cs-files', environ.Env())['OPTIONS'])"
)
LOAD = "from django.conf import settings; print(settings.SECRET_KEY[:0], end='')"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *((name, "", f"{name} is not set") for name in GIVEN),
        ("SECRET_KEY", "short", "SECRET_KEY wants 50 random characters"),
        ("SECRET_KEY", "change-me" * 9, "SECRET_KEY wants 50 random characters"),
        ("BASE_URL", "http://cs.example.com", "BASE_URL must begin with https://"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS names the hosts"),
    ],
)
def test_what_is_missing_or_weak_stops_the_start(name, value, said):
    done = python("-c", LOAD, **{**GIVEN, name: value})
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]
    assert "mail.example.com" not in done.stderr


def test_without_the_owners_address_nothing_migrates():
    done = python("manage.py", "migrate", **GIVEN)
    assert done.returncode == 1
    assert "set DATABASE_OWNER_URL" in done.stderr.splitlines()[-1]


def test_gunicorn_takes_its_settings():
    done = python(
        "-m", "gunicorn", "--check-config", "--config", "python:csplatform.gunicorn", "csplatform.wsgi:application",
        **GIVEN,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_files_go_into_a_private_bucket_when_one_is_named():
    asked = (
        "import environ\n"
        "from csplatform.settings import servers\n"
        "made = servers.bucket('cs-files', environ.Env())\n"
        "options = made['OPTIONS']\n"
        "print(made['BACKEND'], options['bucket_name'], options['endpoint_url'], options['region_name'],\n"
        "      options['access_key'], options['default_acl'], options['querystring_auth'], options['file_overwrite'])"
    )
    given = {
        "FILES_S3_ENDPOINT": "https://objects.example.com",
        "FILES_S3_REGION": "eu-north-1",
        "FILES_S3_KEY": "k",
    }
    done = python("-c", asked, **GIVEN, **given)
    assert done.stdout.split() == [
        "storages.backends.s3.S3Storage", "cs-files", "https://objects.example.com", "eu-north-1", "k", "None", "True",
        "False",
    ]  # fmt: skip


def test_the_options_of_the_bucket_are_those_that_the_storage_knows():
    """Read from the storage's source: its own library is installed where a bucket is used alone."""
    import storages

    source = (Path(storages.__file__).parent / "backends" / "s3.py").read_text()
    for option in python("-c", KNOWN, **GIVEN).stdout.split():
        assert f'"{option}": ' in source, option


def test_a_bucket_without_its_library_stops_the_start():
    if find_spec("boto3") is not None:
        done = python("-c", LOAD, **GIVEN, FILES_S3_BUCKET="cs-files")
        assert done.returncode == 0
        return
    done = python("-c", LOAD, **GIVEN, FILES_S3_BUCKET="cs-files")
    assert done.returncode == 1
    assert "FILES_S3_BUCKET wants what requirements/s3.txt names" in done.stderr.splitlines()[-1]
