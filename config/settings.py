"""Settings. All that can be changed from outside comes from the environment: docs/operations.md lists it."""

from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import (
    VISIBILITY_TIMEOUT,
    broker,
    choice,
    databases,
    env,
    names,
    networks,
    number,
    origins,
    ports,
    quorum_queues,
    rate,
    secret_key,
    web_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)  # behind TLS: secure cookies, redirect, HSTS
PUBLIC_READ = env.bool("PUBLIC_READ", default=False)  # whether people without a login read what a reader reads

INSTALLED_APPS = [
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.mfa",
    "corsheaders",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "sources",
    "claims",
    "corroboration",
]
MIDDLEWARE = [
    "corroboration.health.middleware.Middleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.middleware",
    "config.plain_http.middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "corroboration.audit.recording.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.slashes.Middleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "corroboration.login.middleware.SessionMiddleware",
    "corroboration.access.LoginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # reads a form: after it is known who sends it
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "corroboration.glossary.of_today",
                "corroboration.roles.of_visitor",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = databases(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Long rather than odd: no rule asks for digits or signs. Hashed with PBKDF2, in as many rounds as Django finds right
_RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}UserAttributeSimilarityValidator"},
    {"NAME": f"{_RULES}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}CommonPasswordValidator"},
    {"NAME": "corroboration.login.passwords.SiteWords"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home" if PUBLIC_READ else "login"

# A login lasts a working day, and less where nothing is asked for (corroboration/login/sessions.py). Under HTTPS the
# cookies' names promise that they come from this host alone and never left it unencrypted.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_AGE = number("SESSION_HOURS", 12, most=720) * 3600
SESSION_IDLE_SECONDS = number("SESSION_IDLE_MINUTES", 120, most=10_080) * 60
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
KNOWN_COOKIE_NAME = f"{_HOST}known"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# The second factor (corroboration/login/factors.py): whose role takes one. Of allauth only rows and codes are used.
MFA_REQUIRED_ROLES = names("MFA_REQUIRED_ROLES", ("reader", "fact-checker", "admin"), ("admin",) if HTTPS else ())
MFA_ADAPTER = "corroboration.login.adapter.Adapter"
MFA_RECOVERY_CODE_DIGITS = 10  # of sets that were made before they were hashed (corroboration/login/recovery.py)
ACCOUNT_EMAIL_VERIFICATION = "none"

WAITING_PAGE_DAYS = number("WAITING_PAGE_DAYS", 90, least=1)  # for how long a page waits for a person
AUDIT_DAYS = number("AUDIT_DAYS", 730, least=90)  # how long it is kept who wrote what (corroboration/audit)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"  # filled by collectstatic, for a server of static files; not needed otherwise
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Headers. No inline script or style, nothing from anyone else's server.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": (),
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", default=True)
# W021: whether browsers ship the domain as HTTPS only is for its owner to ask for, not for one program on it
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "corroboration.api.authentication.ByToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "corroboration.access.MayRead",
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["corroboration.api.limits.Limit"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "corroboration.api.schema.Described",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "config.problems.problem_json",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Second Source",
    "DESCRIPTION": "Claims, who they came from, whether they were borne out, and what that says of their sources.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "corroboration.api.fields.parts",
        "corroboration.api.described.of_all",
        "corroboration.api.schema.telling_strings",
        "corroboration.api.schema.article_given",
        "corroboration.api.schema.needed_bodies",
        "corroboration.api.schema.real_examples",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["corroboration.access.MayRead"],
    "ENUM_NAME_OVERRIDES": {  # several things have a kind, a role, a state, a status or a relation
        "ClaimStatusEnum": "corroboration.models.Assessment.Status",
        "ClusterStatusEnum": "corroboration.models.Cluster.Status",
        "DecidedRelationEnum": "corroboration.decision_values.RELATIONS",
        "DecisionKindEnum": "corroboration.models.Decision.Kind",
        "DecisionStateEnum": "corroboration.selectors.told_decisions.STATES",
        "OutcomeKindEnum": "corroboration.models.Outcome.Kind",
        "RelationKindEnum": "corroboration.models.Relation.Kind",
        "RoleEnum": "sources.models.TrackRecord.Role",
        "SourceKindEnum": "sources.models.Source.Kind",
        "TokenRoleEnum": "corroboration.roles.Role",
    },
}

KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 (a model)
TOKEN_DAYS = number("TOKEN_DAYS", 365, most=3650)  # the longest that a token may last

# How much may be asked of the API (corroboration/api/limits.py)
API_RATES = {
    "anonymous": rate("API_RATE_ANONYMOUS", "120/min"),
    "reads": rate("API_RATE_READS", "1200/min"),
    "writes": rate("API_RATE_WRITES", "300/min"),
    "extract": rate("API_RATE_EXTRACT", "30/min"),
    "passwords-of-name": rate("API_RATE_PASSWORDS_OF_NAME", "5/min"),
    "passwords-of-address": rate("API_RATE_PASSWORDS_OF_ADDRESS", "20/min"),
    "codes-of-person": rate("API_RATE_CODES_OF_PERSON", "10/h"),
}
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0, least=0)

# Whose pages a browser may let ask the API: with a token that the page was given, never as whoever is logged in here
CORS_ALLOWED_ORIGINS = origins("CORS_ORIGINS")
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CORS_ALLOW_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "second-factor",
    *("x-goog-api-client", "x-goog-api-key"),  # of Google's clients, for claims:search
)
CORS_EXPOSE_HEADERS = (
    *("Content-Disposition", "ETag", "Idempotent-Replayed", "Link", "Location"),
    *("Retry-After", "RateLimit", "RateLimit-Policy"),
)

# Where ./run answers, and with how many worker processes
HOST = env.str("HOST", default="127.0.0.1")
PORT = number("PORT", 8000)
WORKERS = number("WORKERS", 2)

# The pipeline (corroboration/pipeline.py)
SPACY_MODEL = env.str("SPACY_MODEL", default="")  # "" = the small model of requirements.txt
LEASE_SECONDS = number("LEASE_SECONDS", 300, most=VISIBILITY_TIMEOUT)  # longer than a task's time limit, below
MAX_ATTEMPTS = 4  # then an article is set aside with its error
ARTICLE_BYTES = 2_000_000  # the largest text taken in, in bytes of UTF-8
UPLOAD_UNPACKED_BYTES = number("UPLOAD_UNPACKED_BYTES", 500_000_000)  # of a compressed file handed in by browser

# What was taken down, outside of the database: read after an older backup is restored (corroboration/takedown/log.py)
TAKEDOWN_LOG = Path(env.str("TAKEDOWN_LOG", default="") or DATA_DIR / "takedowns.ndjson")

# Backups (corroboration/backups)
PG_BIN = env.str("PG_BIN", default="")  # folder of pg_dump and pg_restore; "" = the PATH

# Who gives the verdicts here, and where: told to other fact-checkers' programs (corroboration/interchange/site.py)
SITE_URL = web_address("SITE_URL").rstrip("/")  # "" = as it was asked
PUBLISHER_NAME = env.str("PUBLISHER_NAME", default="") or "Second Source"
PUBLISHER_URL = web_address("PUBLISHER_URL")  # "" = SITE_URL
REVIEW_LICENSE = web_address("REVIEW_LICENSE")  # "" = none is said

# What is fetched from others (corroboration/fetching/web.py): public addresses only, unless opened here
FETCH_NETWORKS = networks("FETCH_NETWORKS")
FETCH_PORTS = ports("FETCH_PORTS", (80, 443))

# Celery. acks_late and reject_on_worker_lost return a killed worker's message at once; the lease on the row, not the
# message, decides who works. Limits: soft < hard < lease < visibility timeout. No ETA: next_attempt_at is on the row.
_broker = broker(DATA_DIR)
CELERY_BROKER_URL = _broker["broker_url"]
_counts = env.str("REDIS_URL", default="")  # also beside a broker of another kind
COUNTS_BROKER = _counts if _counts.startswith(("redis://", "rediss://")) else ""
COUNTS_FILE = DATA_DIR / "counts.sqlite3"
CELERY_BROKER_TRANSPORT_OPTIONS = _broker["broker_transport_options"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker cut off for a day comes back by itself
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = LEASE_SECONDS * 6 // 10
CELERY_TASK_TIME_LIMIT = LEASE_SECONDS * 8 // 10
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 900_000  # KiB, below the promised 1 GiB a process
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_DEFAULT_QUEUE = "articles"
CELERY_TASK_ROUTES = {
    "corroboration.tasks.settle": {"queue": "settle"},
    # what waits for other people's servers
    "corroboration.tasks.retrieve": {"queue": "fetch"},
    "corroboration.tasks.look": {"queue": "fetch"},
    "corroboration.tasks.visit_pages": {"queue": "fetch"},
    "corroboration.tasks.poll_feed": {"queue": "fetch"},
    "corroboration.tasks.poll_feeds": {"queue": "fetch"},
    "corroboration.tasks.deliver": {"queue": "fetch"},
    "corroboration.tasks.sweep_deliveries": {"queue": "fetch"},
}
if CELERY_BROKER_URL.startswith("amqp"):
    CELERY_TASK_QUEUES = quorum_queues(
        {CELERY_TASK_DEFAULT_QUEUE, *(route["queue"] for route in CELERY_TASK_ROUTES.values())}
    )
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "corroboration.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "wipe": {"task": "corroboration.tasks.wipe", "schedule": 10.0, "options": {"expires": 10}},
    "follow-clock": {"task": "corroboration.tasks.follow_clock", "schedule": 30.0, "options": {"expires": 30}},
    # On the queue of those who deliver: while they are busy nobody is woken.
    "sweep-deliveries": {"task": "corroboration.tasks.sweep_deliveries", "schedule": 5.0, "options": {"expires": 5}},
    "tidy-deliveries": {
        "task": "corroboration.tasks.tidy_deliveries",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "poll-feeds": {"task": "corroboration.tasks.poll_feeds", "schedule": 30.0, "options": {"expires": 30}},
    "tidy-pages": {"task": "corroboration.tasks.tidy_pages", "schedule": 3600.0, "options": {"expires": 3600}},
    "visit-pages": {"task": "corroboration.tasks.visit_pages", "schedule": 5.0, "options": {"expires": 5}},
    # Hourly, like the other tidying: a schedule kept in a container ends with it, and a day's turn might never come.
    "tidy-audit": {"task": "corroboration.tasks.tidy_audit", "schedule": 3600.0, "options": {"expires": 3600}},
    "look-for-reviews": {"task": "corroboration.tasks.look_for_reviews", "schedule": 60.0, "options": {"expires": 60}},
}
CELERY_BEAT_SCHEDULER = "config.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# How it does (corroboration/health): probes are open, metrics off unless one of these is set
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_NETWORKS = networks("METRICS_NETWORKS")
METRICS_FOLDER = DATA_DIR / "metrics"  # request times of this machine's web processes
BACKUP_FOLDER = Path(env.str("BACKUP_FOLDER", default="") or DATA_DIR / "backups")
SECURE_REDIRECT_EXEMPT = [
    *(r"^healthz$", r"^readyz$"),  # whoever probes asks the process itself, without TLS
    *(r"^api/", r"^metrics"),  # refused instead (config/plain_http.py)
]
CELERY_BEAT_SCHEDULE |= {
    f"alive-{queue}": {
        "task": "corroboration.tasks.alive",
        "schedule": 20.0,
        "kwargs": {"queue": queue},
        "options": {"queue": queue, "expires": 20},
    }
    for queue in ("articles", "settle", "fetch")
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "config.logs.ForPeople"}, "json": {"()": "config.logs.AsJson"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": choice("LOG_FORMAT", "text", "json")}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
