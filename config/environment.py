"""What the environment says, read once, strictly: a bad value names its variable and what was expected."""

import re
import secrets
from collections.abc import Iterable, Sequence
from ipaddress import ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

env = environ.Env()
PERIODS = {"s": 1, "min": 60, "h": 3600, "day": 86_400}
VISIBILITY_TIMEOUT = 3600  # seconds until Redis gives a message that nobody acknowledged to another worker
DELIVERY_LIMIT = 20  # times that RabbitMQ gives out a message whose workers die; the row has its own, lower limit

# What a host that vanished without a word (power, cable) leaves: each side notices within half a minute. Without, a
# worker waits a quarter of an hour for an answer, and its unfinished transaction locks its rows for two hours.
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
SERVER_KEEPALIVE = {
    "tcp_keepalives_idle": "10s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30s",
    "idle_in_transaction_session_timeout": "10min",  # of a client that is there but stands still
}


def number(name: str, default: int, *, least: int = 1, most: int | None = None) -> int:
    """A whole number from the environment, at least `least` and, where given, at most `most`; the default where nothing
    is given."""
    raw = env.str(name, default="").strip() or str(default)
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected a whole number, such as {default}") from None
    if value < least:
        raise ImproperlyConfigured(f"{name}={raw}: expected at least {least}")
    if most is not None and value > most:
        raise ImproperlyConfigured(f"{name}={raw}: expected at most {most}")
    return value


def choice(name: str, *allowed: str) -> str:
    """One of these words from the environment; the first where none is given."""
    given = env.str(name, default="").strip() or allowed[0]
    if given not in allowed:
        raise ImproperlyConfigured(f"{name}={given!r}: expected {' or '.join(allowed)}")
    return given


def networks(name: str) -> list[str]:
    """Networks such as 10.1.0.0/16 from the environment, by commas."""
    given = [each.strip() for each in env.list(name, default=[])]
    for each in given:
        try:
            ip_network(each)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}; expected networks such as 10.1.0.0/16, by commas") from None
    return given


def ports(name: str, default: Sequence[int]) -> list[int]:
    """Port numbers from the environment, by commas."""
    given = [each.strip() for each in env.list(name, default=[str(port) for port in default])]
    if bad := [each for each in given if not (each.isascii() and each.isdigit() and 0 < int(each) < 65_536)]:
        raise ImproperlyConfigured(f"{name}: {bad[0]!r} is no port; expected numbers such as 443, by commas")
    return [int(each) for each in given]


def names(name: str, known: Sequence[str], default: Sequence[str]) -> list[str]:
    """Some of a few known names, from the environment, by commas; "none" where it is none of them, nothing: the
    default. compose.yaml hands on what isn't set as nothing."""
    given = [each.strip() for each in env.list(name, default=[]) if each.strip()] or list(default)
    if given == ["none"]:
        return []
    if bad := [each for each in given if each not in known]:
        raise ImproperlyConfigured(f"{name}: {bad[0]!r} is none of {', '.join(known)}; name some, by commas, or none")
    return given


def web_address(name: str) -> str:
    """An http or https address from the environment; "" where none is given."""
    given = env.str(name, default="").strip()
    if given and not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s]*)?", given):
        raise ImproperlyConfigured(f"{name}={given!r}: expected an address such as https://claims.example.org")
    return given


def origins(name: str) -> list[str]:
    """Origins such as https://desk.example.org from the environment, by commas: pages of whom browsers may let ask."""
    given = [each.strip() for each in env.list(name, default=[])]
    for each in given:
        if not re.fullmatch(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", each):
            raise ImproperlyConfigured(
                f"{name}: {each!r} is no origin; expected such as https://desk.example.org, by commas, each in full"
            )
    return given


def rate(name: str, default: str) -> tuple[int, int] | None:
    """How many in how many seconds, from the environment: "20/min". None where there is no limit: "off"."""
    raw = env.str(name, default="").strip() or default
    if raw == "off":
        return None
    parts = re.fullmatch(r"([1-9][0-9]{0,8})/(s|min|h|day)", raw)
    if parts is None:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected such as {default} (a number a s, min, h or day), or off")
    return int(parts[1]), PERIODS[parts[2]]


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, or one made at first start and kept in DATA_DIR, readable by its owner only."""
    if given := env.str("SECRET_KEY", default=""):
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(fresh)  # of two processes starting at once, one wins and both read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def databases(data_dir: Path) -> dict:
    """DATABASE_URL, or SQLite in DATA_DIR, tuned so that concurrent writers wait instead of failing.

    WAL with IMMEDIATE transactions was measured at 466-497 transactions/s and no failure with four writers,
    against 47 % "database is locked" with the defaults (reference: docs/adr/0002).
    """
    database = env.db("DATABASE_URL", default=f"sqlite:///{data_dir / 'second_source.sqlite3'}")
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-64000"
            ),
        }
    else:
        database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        _outlast_lost_hosts(database)
    return {"default": database}


def _outlast_lost_hosts(database: dict) -> None:
    """DATABASE_POOLED: behind a pool of connections (PgBouncer), which forbids to set anything of a session's, and may
    give each transaction another one."""
    options = database.setdefault("OPTIONS", {})
    options |= {"connect_timeout": 5, **KEEPALIVE} | options
    if env.bool("DATABASE_POOLED", default=False):
        database["DISABLE_SERVER_SIDE_CURSORS"] = True
        options["prepare_threshold"] = None
    else:
        options.setdefault("options", " ".join(f"-c {name}={value}" for name, value in SERVER_KEEPALIVE.items()))


def broker(data_dir: Path) -> dict:
    """BROKER_URL (RabbitMQ), or REDIS_URL, or messages as files in DATA_DIR: Celery without a broker to install."""
    if url := env.str("BROKER_URL", default="").strip():
        return _rabbitmq(url)
    if url := env.str("REDIS_URL", default=""):
        return {
            "broker_url": url,
            "broker_transport_options": {
                "visibility_timeout": VISIBILITY_TIMEOUT,
                "unacked_restore_interval": 10,
                "unacked_restore_throttle": 1,
                "socket_timeout": 5,  # a frozen broker must not block a web request for a minute
                "socket_connect_timeout": 2,
                "socket_keepalive": True,
            },
        }
    folder = data_dir / "queue"
    for name in ("messages", "control", "processed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "files://localhost//",  # config/messages.py
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "processed_folder": str(folder / "processed"),
            "polling_interval": 0.1,  # kombu's default of 1 s makes 2 tasks/s of 17
        },
    }


def _rabbitmq(url: str) -> dict:
    if not re.fullmatch(r"amqps?://\S+", url):
        raise ImproperlyConfigured(
            f"BROKER_URL={url!r}: expected amqp://user:password@host:5672/vhost; Redis goes into REDIS_URL"
        )
    return {
        "broker_url": url,
        # Sent is what RabbitMQ says it has; one that answers nothing must not block a web request.
        "broker_transport_options": {
            "confirm_publish": True,
            "connect_timeout": 2,
            "read_timeout": 5,
            "write_timeout": 5,
        },
    }


def quorum_queues(names: Iterable[str]) -> list[Queue]:
    """RabbitMQ's queues that outlive one of its machines. A message that kills whoever takes it is dropped at last; the
    sweep finds what it was about. Nothing is sent for later (no ETA): times stand on the rows."""
    arguments = {"x-queue-type": "quorum", "x-delivery-limit": DELIVERY_LIMIT}
    return [
        Queue(name, Exchange(name, type="topic"), routing_key=name, queue_arguments=arguments) for name in sorted(names)
    ]
