"""An OpenAI-compatible server (vLLM, Ollama, llama.cpp server, …). In: texts. Out: Generations.

One request a text, a few at a time, at temperature 0. The key, where a server wants one, is read from the
environment when a request is sent; it is kept nowhere, and never in a repr or in provenance.
"""

from __future__ import annotations

import http.client
import json
import math
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any
from urllib.parse import urlsplit

from toolkit.errors import EndpointError
from toolkit.models.pieces import clean_line, has_letters, several, teller
from toolkit.models.repetition import is_looping
from toolkit.models.types import EngineKind, Generation, Task

__all__ = ["EndpointEngine"]

_KEYS = ("TOOLKIT_ENDPOINT_KEY", "OPENAI_API_KEY")
_AGAIN = {408, 409, 429, 500, 502, 503, 504}
_LARGEST_ANSWER = 16 << 20
_LEAST_LOGPROB = -1e4  # servers write -9999 for a token that the model would never write
_USER = re.compile(r"^([a-z]+://)[^/?]*@", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_THINKING = re.compile(r"^\s*<think>.*?</think>\s*", re.DOTALL)
_INSTRUCTIONS: dict[Task, str] = {
    "translation": (
        "You translate Arabic news into plain English. Answer with the English translation of the user's text and "
        "nothing else. Leave nothing out and add nothing. Keep numbers, dates and names exact."
    ),
    "summarization": (
        "You summarize news. Answer with an English summary of the user's text, three to six sentences, and nothing "
        "else. Use only what the text says. Keep numbers, dates and names exact."
    ),
}


class EndpointEngine:
    """A model behind an OpenAI-compatible address.

    Parameters
    ----------
    address
        Base address with the model's name after `#`: `http://localhost:8000/v1#qwen2.5-7b`. Without a name the
        server's first model is taken.
    task
        What to ask for.
    glossary
        Arabic terms and their English; those that occur in a text are put into its prompt.
    timeout
        Seconds for one request, from sending it to the last byte of the answer.
    retries
        How often a request that failed for want of time or capacity is sent again.
    pause
        Seconds before the first repetition; each further one waits twice as long, or as long as the server says.
    parallel
        Requests under way at once.

    Raises
    ------
    EndpointError
        The server cannot be reached, refuses, or answers what is not an answer.
    """

    kind: EngineKind = "endpoint"

    def __init__(
        self,
        address: str,
        *,
        task: Task = "translation",
        glossary: Mapping[str, str] | None = None,
        timeout: float = 120.0,
        retries: int = 3,
        pause: float = 1.0,
        parallel: int = 4,
    ) -> None:
        base, _, model = _without_credentials(address).partition("#")
        base, _, self._query = base.partition("?")  # can hold a key: sent, and shown to nobody
        self.address = _checked(base.rstrip("/"))
        self.task = task
        self.glossary = dict(glossary or {})
        self.timeout, self.retries, self.pause, self.parallel = timeout, retries, pause, parallel
        self.name = model or self._first_model()
        self.revision: str | None = None
        self.max_input_tokens: int | None = None
        self._logprobs = True

    def __repr__(self) -> str:
        return f"EndpointEngine({self.address + '#' + self.name!r}, glossary={len(self.glossary)} terms)"

    def with_glossary(self, glossary: Mapping[str, str]) -> EndpointEngine:
        """Return the same endpoint with other terms in its prompts."""
        query = f"?{self._query}" if self._query else ""
        return EndpointEngine(
            f"{self.address}{query}#{self.name}",
            task=self.task,
            glossary=glossary,
            timeout=self.timeout,
            retries=self.retries,
            pause=self.pause,
            parallel=self.parallel,
        )

    def count_tokens(self, text: str) -> int:
        """Return a guess: an endpoint does not show its tokenizer, and three characters a token errs high."""
        return 1 + len(text) // 3

    def cache_key(self, text: str) -> str:
        """Return what the answer for a text depends on: the server, the model and the prompt."""
        return json.dumps([self.kind, self.address, self.name, self._messages(text)], ensure_ascii=False)

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Callable[[int], None] | None = None,
        each: Callable[[int, Generation], None] | None = None,
    ) -> list[Generation]:
        """Ask the server for each text; servers have no beams and no alignment, so those change nothing."""
        texts = several(texts)
        results = [Generation(text) for text in texts]
        with ThreadPoolExecutor(max_workers=self.parallel) as pool:
            waiting = {
                pool.submit(self._one, text, max_new_tokens): index
                for index, text in enumerate(texts)
                if has_letters(text)
            }
            tell = teller(progress, each)
            for index in set(range(len(texts))) - set(waiting.values()):
                tell(index, results[index])
            try:
                for future in as_completed(waiting):
                    results[waiting[future]] = future.result()
                    tell(waiting[future], results[waiting[future]])
            except EndpointError:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return results

    def _one(self, text: str, max_new_tokens: int | None) -> Generation:
        answer = self._ask(text, max_new_tokens)
        if not is_looping(answer.text, text):
            return answer
        second = self._ask(text, max_new_tokens, frequency_penalty=0.8)
        if is_looping(second.text, text):
            return Generation(second.text, second.score, repeated=True, truncated=second.truncated)
        return second

    def _messages(self, text: str) -> list[dict[str, str]]:
        system = _INSTRUCTIONS[self.task]
        terms = [f"{arabic} = {english}" for arabic, english in self.glossary.items() if arabic in text]
        if terms:
            system += " Translate these terms exactly so: " + "; ".join(terms) + "."
        shown = clean_line(text) if "\n" not in text else text.strip()
        return [{"role": "system", "content": system}, {"role": "user", "content": shown}]

    def _ask(self, text: str, max_new_tokens: int | None, **extra: Any) -> Generation:
        body: dict[str, Any] = {"model": self.name, "messages": self._messages(text), "temperature": 0, **extra}
        if max_new_tokens is not None:
            body["max_tokens"] = max_new_tokens
        if self._logprobs:
            try:
                return self._read(self._post({**body, "logprobs": True}))
            except _BadRequest:
                self._logprobs = False  # this server does not know the field; ask without from now on
        try:
            return self._read(self._post(body))
        except _BadRequest as error:
            raise self._error(f"refused the request: {error}") from error

    def _post(self, body: dict[str, Any]) -> Any:
        return self._exchange("/chat/completions", json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))

    def _first_model(self) -> str:
        self.name = "?"
        try:
            listing = self._exchange("/models", None)
        except _BadRequest as error:
            raise self._error(f"does not list its models: {error}") from error
        try:
            return str(listing["data"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise self._error("lists no model; write one after a #, as in http://localhost:8000/v1#model") from error

    def _exchange(self, path: str, body: bytes | None) -> Any:
        """Send one request, again where that may help, and return the parsed answer."""
        for attempt in range(self.retries + 1):
            try:
                return self._once(path, body)
            except _Passing as error:
                if attempt == self.retries:
                    raise self._error(f"{error} ({attempt + 1} tries)") from error
                wait = error.wait if error.wait is not None else self.pause * 2**attempt
                time.sleep(min(wait, 60.0))
        raise AssertionError("unreachable")

    def _once(self, path: str, body: bytes | None) -> Any:
        try:
            with _OPENER.open(self._request(path, body), timeout=self.timeout) as response:
                content = _read_before(response, time.monotonic() + self.timeout)
        except urllib.error.HTTPError as error:
            raise self._refusal(error) from error
        except (TimeoutError, ConnectionError) as error:
            raise _Passing(
                f"did not answer within {self.timeout:g} s" if isinstance(error, TimeoutError) else str(error)
            ) from error
        except (urllib.error.URLError, OSError) as error:
            raise _Passing(f"cannot be reached: {getattr(error, 'reason', error)}") from error
        except http.client.HTTPException as error:
            raise _Passing(f"answered what is not HTTP ({type(error).__name__})") from error
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:  # cut off, or a proxy's page: the next answer may be whole
            raise _Passing("answered what is not JSON") from error

    def _request(self, path: str, body: bytes | None) -> urllib.request.Request:
        """Build a request; the key is read here and held by nothing that an error could show."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        name, key = _key()
        if not (key.isascii() and key.isprintable()):
            raise self._error(
                "was not asked: the key is no key", f"{name} holds characters that no key has: set it anew."
            )
        if key:
            headers["Authorization"] = f"Bearer {key}"
        query = f"?{self._query}" if self._query else ""
        return urllib.request.Request(self.address + path + query, data=body, headers=headers)

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        detail = _detail(error)
        if error.code in _AGAIN:
            after = error.headers.get("Retry-After", "")
            wait = float(after) if after.isascii() and after.isdigit() else None
            return _Passing(f"answered HTTP {error.code}{detail}", wait)
        if error.code in (400, 422):
            return _BadRequest(f"HTTP {error.code}{detail}")
        if error.code in (401, 403):
            return self._error(f"wants a key (HTTP {error.code})", f"Set {_KEYS[0]} or {_KEYS[1]}.")
        if error.code == 404:
            return self._error(f"has no such model or path (HTTP 404{detail})", "Correct the address or the model.")
        return self._error(f"answered HTTP {error.code}{detail}")

    def _read(self, answer: Any) -> Generation:
        try:
            choice = answer["choices"][0]
            content = choice["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise self._error("answered without a choice") from error
        if not isinstance(content, str) or not content.strip():
            raise self._error("answered with no text")
        text = _THINKING.sub("", _SURROGATES.sub("\ufffd", content)).strip()
        return Generation(text, _score(choice), truncated=choice.get("finish_reason") == "length")

    def _error(self, what: str, remedy: str = "") -> EndpointError:
        return EndpointError(
            f"The server at {self.address} (model {self.name}) {what}.",
            remedy=remedy or "Check that the server runs and the address is right, or name another model.",
        )


class _Passing(Exception):
    """A failure that may pass: no capacity, no answer in time."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _BadRequest(Exception):
    """The server understood nothing of the request's fields."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the key to an address that nobody named."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _without_credentials(address: str) -> str:
    return _USER.sub(r"\1", address)


def _checked(address: str) -> str:
    """Return an address that can be asked; a bad one is not shown, because it may hold a piece of a password."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or not (address.isascii() and address.isprintable()) or " " in address:
        raise EndpointError(
            "The address of the server is not one.",
            remedy="Write it like http://localhost:8000/v1#model, without a password.",
        )
    return address


def _key() -> tuple[str, str]:
    """Return the key of the environment and the name of its variable; two empty texts if there is none."""
    return next(((name, os.environ[name].strip()) for name in _KEYS if os.environ.get(name, "").strip()), ("", ""))


def _read_before(response: Any, deadline: float) -> bytes:
    """Read an answer to its end, but not past the deadline: a server can drip for ever."""
    content = b""
    while block := response.read1(1 << 16):
        content += block
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(content) > _LARGEST_ANSWER:
            raise _Passing("answered with more than 16 MB")
    return content


def _detail(error: urllib.error.HTTPError) -> str:
    """Return what a server says about a refusal, in a few words."""
    try:
        content = json.loads(error.read(1 << 16))
        message = content["error"]["message"] if isinstance(content["error"], dict) else content["error"]
    except (ValueError, KeyError, TypeError, OSError, RecursionError, http.client.HTTPException):
        return ""
    key = _key()[1]  # some servers repeat what they were sent
    shown = str(message).replace(key, "[key]") if key else str(message)
    return f": {shown[:200]}"


def _score(choice: Mapping[str, Any]) -> float | None:
    given = choice.get("logprobs")
    tokens = given.get("content") if isinstance(given, dict) else None
    found = [t.get("logprob") for t in tokens if isinstance(t, dict)] if isinstance(tokens, list) else []
    values = [v for v in found if isinstance(v, (int, float)) and _LEAST_LOGPROB <= v <= 0]
    return math.exp(sum(values) / len(values)) if values else None
