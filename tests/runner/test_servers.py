"""Real servers named by URL reach Django, redis-py and Celery in their own words."""

from csplatform.settings import servers


def test_a_socket_is_named_as_each_of_them_wants_it() -> None:
    found = servers.database("postgres://cs_app@%2Frun%2Fpostgresql/cs")
    assert (found["HOST"], found["NAME"], found["USER"]) == ("/run/postgresql", "cs", "cs_app")
    queue = "unix:///run/valkey.sock?db=3"
    assert servers.redis(queue) == {"unix_socket_path": "/run/valkey.sock", "db": 3}
    assert servers.broker(queue) == "redis+socket:///run/valkey.sock?virtual_host=3"


def test_a_host_is_kept_as_it_is() -> None:
    queue = "rediss://:secret@queue.example:6380/2"
    assert servers.broker(queue) == queue
    assert servers.redis(queue) == {
        "host": "queue.example", "port": 6380, "db": 2, "password": "secret", "ssl": True
    }  # fmt: skip


def test_the_owner_adds_credentials_alone() -> None:
    assert servers.database_owner("postgres://cs_owner:s%2Fx@db/cs") == {
        "USER": "cs_owner",
        "PASSWORD": "s/x",
    }
