"""Logs as one JSON object a line. They hold no personal data: no address of a visitor, no query, no user."""

import json
import logging
from datetime import UTC, datetime

from portal.middleware import request_id


class RequestIdFilter(logging.Filter):
    """Put the id of the current request on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Write a record as JSON: when, how bad, where from, which request, what."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": without_query(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def without_query(message: str) -> str:
    """Return `message` with the query of each address cut off: it may hold what somebody typed."""
    return " ".join(
        word.partition("?")[0] if word.startswith(("/", "http")) else word for word in message.split(" ")
    )
