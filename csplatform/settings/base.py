"""What holds everywhere. The databases, Redis and secrets come from embedded, test or production."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent.parent

VERSION = "0.1.0"  # as in pyproject.toml
SECRET_KEY: str
DEBUG = False
STYLEGUIDE = False  # the page of all components, at /styleguide/
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]
BASE_URL = "http://localhost:8000"  # the one configured address of links in mails
EMBEDDED = False
METRICS_TOKEN = ""  # who asks for /metrics shows it; without one nobody may, but for METRICS_FROM_LOOPBACK
METRICS_FROM_LOOPBACK = False

INSTALLED_APPS = [
    "core",
    "workspaces",
    "accounts",
    "notifications",
    "playbooks",
    "health",
    "surveys",
    "lifecycle",
    "portal",
    "reports",
    "integrations",
    "csplatform",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "django.forms",
]

# Tables that belong to no workspace: everything else must carry one (core.tenancy.checks).
GLOBAL_MODELS = {
    "workspaces.Workspace",
    "workspaces.User",
    "workspaces.User_groups",
    "workspaces.User_user_permissions",
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "contenttypes.ContentType",
    "sessions.Session",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "mfa.Authenticator",
    "usersessions.UserSession",
    "pghistory.Context",  # stands empty: each event carries its own context
    "pghistory.Events",
    "pghistory.MiddlewareEvents",
}

MIDDLEWARE = [
    "core.tracing.TracingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "workspaces.afterwards.AfterwardsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workspaces.activity.SessionActivityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workspaces.receiving.ReceivingMiddleware",
    "workspaces.middleware.WorkspaceMiddleware",  # innermost: view and rendering inside one scope
]

ROOT_URLCONF = "csplatform.urls"
WSGI_APPLICATION = "csplatform.wsgi.application"
ASGI_APPLICATION = "csplatform.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspaces.context.shell",
                "portal.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.links",
                "core.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]] = {}
DATABASE_OWNER: dict[str, str] = {}
DATABASE_LOCK_SECONDS = 5  # how long a migration waits for a lock that the running platform holds
DATABASE_APP_ROLE = "cs_app"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "workspaces.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/15m/ip,5/15m/key",  # the key is address and client together
    "login_failed_anywhere": "50/h/key",  # one address, from all clients
    "reset_password": "10/m/ip,3/15m/key",
}
ACCOUNT_FORMS = {
    "login": "workspaces.forms.sign_in.SignInForm",
    "reset_password": "workspaces.forms.sign_in.ResetForm",
    "reset_password_from_key": "workspaces.forms.sign_in.NewPasswordForm",
    "change_password": "workspaces.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "workspaces.forms.sign_in.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "workspaces.forms.sign_in.CodeForm",
    "reauthenticate": "workspaces.forms.sign_in.ConfirmCodeForm",
    "activate_totp": "workspaces.forms.sign_in.ActivateTotpForm",
    "add_webauthn": "workspaces.forms.sign_in.AddPasskeyForm",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "workspaces.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CS Platform"
USERSESSIONS_TRACK_ACTIVITY = False  # workspaces.activity notes it every ten minutes

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.answers.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT: Path | str = BASE_DIR / "var" / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_MAX_BYTES = 50 * 1024 * 1024  # of one file that a person keeps with an account
FILES_AT_ONCE = 10
WORKSPACE_FILES_MAX_BYTES = 10 * 1024 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
IMPORT_MAX_BYTES = 200 * 1024 * 1024
REQUEST_MAX_BYTES = IMPORT_MAX_BYTES + 1024 * 1024  # of a whole request, before any of it is read
STRANGER_MAX_BYTES = 64 * 1024  # of one from somebody who has not signed in

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_FILE_PATH = str(BASE_DIR / "var" / "mail")  # where the embedded default lays its mail down
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = "CS Platform <no-reply@localhost>"
INBOUND_ADDRESS = ""  # reply@example.com: answers to mails about inquiries go to reply+…@example.com
INBOUND_MAILDIR = ""  # where a mail server lays them, unless it pipes them to `bin/manage receive_mail`

LIVE_STREAMS = 10_000  # open in one process
LIVE_STREAMS_OF_PERSON = 20
LIVE_STREAMS_OF_ADDRESS = 500  # an office behind one address

REDIS: dict[str, Any] = {}  # handed to redis.Redis(**REDIS)
CACHES = {"default": {"BACKEND": "core.cache.SharedCache"}}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a queue that is away for a night is found again in the morning
TASK_RETRY_SECONDS = 2.0  # before a failed task's second try; doubled with each further one
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_DB_REUSE_MAX = 200
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "events": {"task": "core.sweep_events", "schedule": 60.0},
    "figures": {"task": "accounts.sweep_figures", "schedule": 3600.0},
    "bins": {"task": "accounts.sweep_bins", "schedule": 12 * 3600.0},
    "stray files": {"task": "workspaces.sweep_stray_files", "schedule": 24 * 3600.0},
    "health": {"task": "health.sweep_due_recomputes", "schedule": 900.0},
    "histories": {
        "task": "health.sweep_waiting_histories",
        "schedule": 300.0,
        "options": {"queue": "ingest"},
    },
    "rules": {"task": "playbooks.sweep_rules", "schedule": 3600.0},
    "late inquiries": {"task": "portal.sweep_late_inquiries", "schedule": 120.0},
    "mailbox": {"task": "portal.sweep_mailbox", "schedule": 60.0, "options": {"queue": "mail"}},
    "usage months": {"task": "health.sweep_usage_months", "schedule": 6 * 3600.0},
    "renewals": {"task": "lifecycle.sweep_due_days", "schedule": 3600.0},
    "surveys": {"task": "surveys.sweep_due_days", "schedule": 3600.0},
    "imports": {"task": "integrations.sweep_imports", "schedule": 30.0},
    "reviews": {"task": "reports.sweep_prints", "schedule": 60.0},
    "plans": {"task": "lifecycle.sweep_plan_prints", "schedule": 60.0},
    "mail of notices": {
        "task": "notifications.sweep_mail",
        "schedule": 120.0,
        "options": {"queue": "mail"},
    },
    "outbox": {"task": "workspaces.sweep_outbox", "schedule": 60.0, "options": {"queue": "mail"}},
}

LOGGING = logging_config()
