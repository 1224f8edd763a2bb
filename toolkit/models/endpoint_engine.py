"""An OpenAI-compatible server (vLLM, Ollama, llama.cpp server, …).

One request a text, a few at a time, at temperature 0. The key, where a server wants one, is read from the
environment when a request is sent; it is kept nowhere, and never in a repr or in provenance.

Servers take different fields. What one refuses is left out or put otherwise, and the engine remembers it.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from copy import copy
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from toolkit.addresses import without_scheme
from toolkit.connections import Failure, Reply, exchange
from toolkit.errors import EndpointError
from toolkit.models.answers import read_answer, without_marks, without_reasoning
from toolkit.models.pieces import clean_line, has_letters, is_looping
from toolkit.models.types import Generation, Options, Task, Tell, TextEngine

_KEYS = ("TOOLKIT_ENDPOINT_KEY", "OPENAI_API_KEY")
_TIMEOUT = "TOOLKIT_ENDPOINT_TIMEOUT"
_LEAST_LOGPROB = -1e4  # servers write -9999 for a token that the model would never write
_ROOM_TO_REASON = 4096  # tokens, for a model that reasons whatever it is asked
_MOST_REASONING = 8 * _ROOM_TO_REASON  # characters
_USER = re.compile(r"^([a-z]+://)[^/?]*@", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_FILE = re.compile(r"^(?:[/\\~.]|[a-z]:[\\/]).*[/\\]|^.*[/\\](?=[^/\\]+\.(?:gguf|bin|safetensors|mlx)$)", re.IGNORECASE)
_TRANSLATE_GEMMA = re.compile("translate-?gemma", re.IGNORECASE)
_INSTRUCTIONS: dict[Task, str] = {
    "translation": (
        "You translate Arabic news into plain English. Answer with the English translation of the user's text and "
        "nothing else. Leave nothing out and add nothing. Keep numbers, dates and names exact."
    ),
    "summarization": (
        "You summarize news. Answer with an English summary of the user's text, three to six sentences, and nothing "
        "else. Use only what the text says. Keep numbers, dates and names exact."
    ),
    "verification": (
        "You compare a claim with its source. Does the source say all that the claim says? Answer with one word, Yes "
        "or No."
    ),
}
# Parts of a request that servers refuse, and how they say so; the less usual ones first.
_OPTIONAL = {
    "template": re.compile(r"chat_template|enable_thinking|template_kwargs", re.IGNORECASE),
    "reasoning": re.compile(r"reasoning|thinking|\bthink\b", re.IGNORECASE),
    "logprobs": re.compile(r"log_?prob", re.IGNORECASE),
    "system": re.compile(r"\bsystem\b|\broles? (?:must|are)|alternat", re.IGNORECASE),
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "max_tokens": re.compile(r"max_tokens", re.IGNORECASE),  # OpenAI's newer models want the next one
    "max_completion_tokens": re.compile(r"max_(?:completion_)?tokens", re.IGNORECASE),
    "codes": re.compile(r"lang_code|content|type", re.IGNORECASE),
}
_TOO_LONG = re.compile(r"context|too long|exceed", re.IGNORECASE)
_FILTERED = re.compile(r"content[ _]?(?:filter|management)|filtered|moderation|safety", re.IGNORECASE)
_WANTS = "Write it like http://localhost:8000/v1#model, without a password."


class EndpointEngine(TextEngine):
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
        Seconds for one text, from sending it to the last byte of the answer, repetitions included;
        `TOOLKIT_ENDPOINT_TIMEOUT`, or 300. What ran out of time is not asked again.
    retries, pause
        How often a request that failed for want of capacity or a connection is sent again, and the seconds before the
        second repetition; each further one waits twice as long, or as long as the server says.
    parallel
        Requests under way at once.

    Raises
    ------
    EndpointError
        The server cannot be reached, refuses, or answers what is not an answer.
    """

    kind = "endpoint"

    def __init__(
        self,
        address: str,
        *,
        task: Task = "translation",
        glossary: Mapping[str, str] | None = None,
        timeout: float | None = None,
        retries: int = 3,
        pause: float = 1.0,
        parallel: int = 4,
    ) -> None:
        base, _, model = _USER.sub(r"\1", address).partition("#")
        base, _, self._query = base.partition("?")  # can hold a key: sent, and shown to nobody
        self.address = _checked(base.rstrip("/"))
        self.task = task
        self.glossary = dict(glossary or {})
        self.timeout = _usual_timeout() if timeout is None else timeout
        self.retries, self.pause, self.parallel = retries, pause, parallel
        self._without: frozenset[str] = frozenset()  # the optional parts that this server refuses
        self._room = 0
        self.name = "?"
        self._model = model or self._first_model()
        self.name = _FILE.sub("", self._model)  # servers of local files give the path for a name

    def __repr__(self) -> str:
        return f"EndpointEngine({self.address + '#' + self.name!r}, glossary={len(self.glossary)} terms)"

    def with_glossary(self, glossary: Mapping[str, str]) -> EndpointEngine:
        """Return the same endpoint with other terms in its prompts."""
        other = copy(self)
        other.glossary = dict(glossary)
        return other

    def count_tokens(self, text: str) -> int:
        """Return a guess: an endpoint does not show its tokenizer, and three characters a token errs high."""
        return 1 + len(text) // 3

    def cache_key(self, text: str) -> str:
        """Return what the answer for a text depends on: the server, the model and the prompt."""
        return json.dumps([self.kind, self.address, self._model, self._messages(text, ())], ensure_ascii=False)

    def run(self, texts: list[str], options: Options, tell: Tell) -> list[Generation]:
        """Ask the server for each text; servers have no beams and no alignment, so those change nothing."""
        results = [Generation(text) for text in texts]
        with ThreadPoolExecutor(max_workers=self.parallel) as pool:
            waiting = {
                pool.submit(self._one, text, options.max_new_tokens): index
                for index, text in enumerate(texts)
                if has_letters(text)
            }
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
        try:
            second = self._ask(text, max_new_tokens, frequency_penalty=0.8)
        except EndpointError:  # a field that not every server takes
            second = answer
        return replace(second, repeated=is_looping(second.text, text))

    # -- the request -------------------------------------------------------------------------------------------

    def _messages(self, text: str, without: frozenset[str] | tuple[str, ...]) -> list[dict[str, Any]]:
        shown = without_marks(text)  # an article must not open a new turn
        shown = clean_line(shown) if "\n" not in text else shown.strip()
        system = _INSTRUCTIONS[self.task]
        terms = [f"{arabic} = {english}" for arabic, english in self.glossary.items() if arabic in text]
        if terms:
            system += " Translate these terms exactly so: " + "; ".join(terms) + "."
        if self._has_codes and "codes" not in without:
            codes = {"source_lang_code": "ar", "target_lang_code": "en"}
            return [{"role": "user", "content": [{"type": "text", **codes, "text": shown}]}]
        if "system" in without:
            return [{"role": "user", "content": f"{system}\n\n{shown}"}]
        return [{"role": "system", "content": system}, {"role": "user", "content": shown}]

    @property
    def _has_codes(self) -> bool:
        """Whether the model's template wants the codes of the languages, and takes no instructions."""
        return self.task == "translation" and _TRANSLATE_GEMMA.search(self._model) is not None

    def _body(self, text: str, limit: int, without: frozenset[str], extra: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self._model, "messages": self._messages(text, without), **extra}
        limited = next((name for name in ("max_tokens", "max_completion_tokens") if name not in without), None)
        if limited:
            body[limited] = limit
        template: dict[str, Any] = {"enable_thinking": False, "thinking": False}
        if self._has_codes:
            template = {"source_lang_code": "ar", "target_lang_code": "en"}  # where llama.cpp's server reads them
        optional = {
            "temperature": ("temperature", 0),
            "logprobs": ("logprobs", True),
            "reasoning": ("reasoning_effort", "none"),
            "template": ("chat_template_kwargs", template),
        }
        return body | {name: value for part, (name, value) in optional.items() if part not in without}

    def _ask(self, text: str, max_new_tokens: int | None, **extra: Any) -> Generation:
        limit = 3 * self.count_tokens(text) + 64 if max_new_tokens is None else max_new_tokens
        generation = self._read(self._accepted(text, limit + self._room, extra), text)
        if generation is None and not self._room:
            self._room = _ROOM_TO_REASON
            generation = self._read(self._accepted(text, limit + self._room, extra), text)
        if generation is None:
            raise self._error(
                "wrote its reasoning and no answer",
                "Switch its reasoning off where the server is started, or name a model that does not reason.",
            )
        return generation

    def _accepted(self, text: str, limit: int, extra: Mapping[str, Any]) -> Any:
        """Post a request, leaving out what the server refuses; what it takes is remembered."""
        without = self._without
        try:
            while True:
                try:
                    answer = self._post(self._body(text, limit, without, extra))
                    break
                except _BadRequest as error:
                    refused = self._named(str(error), without)
                    if refused is None:
                        raise
                    without |= {refused}
        except _BadRequest as error:
            first = str(error)
            if _FILTERED.search(first):
                return {"choices": [{"message": {"refusal": first}}]}
            if _TOO_LONG.search(first):
                raise self._error(f"refused the request: {first}", "Start the server with a longer context.") from None
            answer, without = self._guessed(text, limit, without, extra, first)
        self._without |= without
        return answer

    def _parts(self, without: frozenset[str]) -> list[str]:
        """Return the optional parts that a request still has."""
        absent = {"codes"} if not self._has_codes else {"system"} if "codes" not in without else set()
        if "max_tokens" not in without:
            absent.add("max_completion_tokens")
        return [part for part in _OPTIONAL if part not in without | absent]

    def _named(self, message: str, without: frozenset[str]) -> str | None:
        return next((part for part in self._parts(without) if _OPTIONAL[part].search(message)), None)

    def _guessed(
        self, text: str, limit: int, without: frozenset[str], extra: Mapping[str, Any], first: str
    ) -> tuple[Any, frozenset[str]]:
        """Find by trying what a server refuses that does not say it: each part alone, then all."""
        parts = self._parts(without)
        for tried in [*({part} for part in parts), set(parts)]:
            fewer = without | tried
            try:
                return self._post(self._body(text, limit, fewer, extra)), fewer
            except _BadRequest:
                continue
        raise self._error(f"refused the request: {first}")

    # -- the exchange ------------------------------------------------------------------------------------------

    def _post(self, body: dict[str, Any]) -> Any:
        return self._exchange("/chat/completions", json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))

    def _first_model(self) -> str:
        try:
            listing = self._exchange("/models", None)
        except _BadRequest as error:
            raise self._error(
                f"does not list its models: {error}", "Write one after a #, as in http://localhost:8000/v1#model"
            ) from None
        try:
            return str(listing["data"][0]["id"])
        except (KeyError, IndexError, TypeError):
            pass
        raise self._error("lists no model; write one after a #, as in http://localhost:8000/v1#model")

    def _exchange(self, path: str, body: bytes | None) -> Any:
        """Send a request and return the parsed answer."""
        self._check_key()
        reply = exchange(
            self.address + path + (f"?{self._query}" if self._query else ""),
            body,
            _headers(),
            timeout=self.timeout,
            retries=self.retries,
            pause=self.pause,
        )
        if isinstance(reply, Failure):
            raise self._error(reply.what, reply.remedy)
        if reply.status != 200:
            raise self._refusal(reply)
        try:
            return json.loads(reply.content)
        except (ValueError, RecursionError):
            pass
        if page := _title(reply):
            raise self._error(
                f"answered with a web page ({page}) and not as an API does",
                "Check the address: that of an API often ends in /v1. If the page is the log-in of a proxy or a "
                "network, log in with a browser first, or name the server's host in NO_PROXY.",
            )
        raise self._error("answered what is not JSON")

    def _check_key(self) -> None:
        name, key = _key()
        if not (key.isascii() and key.isprintable()):
            del key  # an error shows the values of its frames to a debugger
            raise self._error(
                "was not asked: the key is no key", f"{name} holds characters that no key has: set it anew."
            )

    def _refusal(self, reply: Reply) -> Exception:
        status, detail = reply.status, _detail(reply)
        tries = f" ({reply.tries} tries)" if reply.tries > 1 else ""
        if status in (400, 422) or (status == 500 and self._named(detail, self._without)):
            return _BadRequest(f"HTTP {status}{detail}")
        if status in (401, 403):
            return self._error(
                f"wants a key (HTTP {status}{detail})", f"Set {_KEYS[0]} or {_KEYS[1]} to one that it takes."
            )
        if status in (407, 511) or 300 <= status < 400:
            return self._error(
                f"did not answer itself: something on the way answered HTTP {status} and wants a log-in or sends us on",
                "Log in with a browser first, set HTTPS_PROXY with user and password, or name the server's host in "
                "NO_PROXY; if the server has moved, write its new address.",
            )
        if status in (404, 405):
            return self._error(
                f"has no such model or path (HTTP {status}{detail})",
                "Correct the address (it often ends in /v1) or the model's name after the #.",
            )
        if status in (408, 504, 524):
            return self._error(f"ran out of time (HTTP {status}{detail}) and was not asked again")
        return self._error(f"answered HTTP {status}{detail}{tries}")

    def _read(self, answer: Any, source: str) -> Generation | None:
        """Return what an answer says; None if the model reasoned and came to no answer."""
        try:
            choice = answer["choices"][0]
            message = choice["message"]
            content, refusal = _text_of(message.get("content")), message.get("refusal")
        except (KeyError, IndexError, TypeError, AttributeError):
            choice = None
        if choice is None:
            raise self._error(f"answered without a choice{_detail_of(answer)}")
        if isinstance(refusal, str) and refusal.strip():
            return Generation("", refusal=_one_line(refusal))
        if choice.get("finish_reason") == "content_filter":
            return Generation("", refusal="The server's filter kept the answer back.")
        most = 8 * len(source) + 1000  # a longer answer is no translation or summary, and costs time to look at
        content, cut = content[: most + _MOST_REASONING], len(content) > most + _MOST_REASONING
        written = without_reasoning(_SURROGATES.sub("\ufffd", content))
        if not written:
            if content.strip() or any(message.get(name) for name in ("reasoning_content", "reasoning", "thinking")):
                return None
            raise self._error("answered with no text")
        if self.task == "verification":
            return Generation(written[:most], _score(choice))
        read = read_answer(written[:most], source, self.task)
        cut = cut or choice.get("finish_reason") == "length" or len(written) > most
        return Generation(read.text, _score(choice), truncated=cut, refusal=_one_line(read.refusal))

    def _error(self, what: str, remedy: str = "") -> EndpointError:
        return EndpointError(
            f"The server at {self.address} (model {self.name}) {what.rstrip('.')}.",
            remedy=remedy or "Check that the server runs and the address is right, or name another model.",
        )


class _BadRequest(Exception):
    """The server takes the address and the key, and not the fields of the request."""


def _checked(address: str) -> str:
    """Return an address that can be asked; a bad one is not shown, because it may hold a piece of a password."""
    if without_scheme(address):
        raise EndpointError(
            f"The address {address} lacks its beginning.", remedy=f"Did you mean http://{address}#model?"
        )
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or not (address.isascii() and address.isprintable()) or " " in address:
        raise EndpointError("The address of the server is not one.", remedy=_WANTS)
    return address


def _usual_timeout() -> float:
    try:
        return max(1.0, float(os.environ.get(_TIMEOUT, "") or 300.0))
    except ValueError as error:
        raise EndpointError(f"{_TIMEOUT} is not a number of seconds.", remedy=f"Set it so: {_TIMEOUT}=600") from error


def _key() -> tuple[str, str]:
    """Return the key of the environment and the name of its variable; two empty texts if there is none."""
    return next(((name, os.environ[name].strip()) for name in _KEYS if os.environ.get(name, "").strip()), ("", ""))


def _headers() -> dict[str, str]:
    key = _key()[1]
    return {
        "Content-Type": "application/json",
        "Accept": "application/json",
        **({"Authorization": f"Bearer {key}"} if key else {}),
    }


def _title(reply: Reply) -> str:
    """Return the title of a web page, or that it has none; empty if the answer is no page."""
    content = reply.content[: 1 << 16].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if "html" not in reply.headers.get("Content-Type", "").lower() and not content.startswith("<"):
        return ""
    found = re.search(r"<title[^>]*>([^<]{1,200})", content, re.IGNORECASE)
    return f"“{_shown(found.group(1), 80)}”" if found and found.group(1).strip() else "without a title"


def _detail(reply: Reply) -> str:
    """Return what a server says about a refusal, in a few words."""
    try:
        return _detail_of(json.loads(reply.content[: 1 << 16]))
    except (ValueError, RecursionError):
        plain = reply.headers.get("Content-Type", "").startswith("text/plain")
        return f": {_shown(reply.content[:400].decode('utf-8', 'replace'))}" if plain and reply.content.strip() else ""


def _detail_of(content: Any, depth: int = 4) -> str:
    """Find the sentence in an error: servers put it under `error`, `message` or `detail`, as a text, list or object."""
    if isinstance(content, str):
        return f": {_shown(content)}" if content.strip() else ""
    if isinstance(content, list):
        return next((found for item in content if (found := _detail_of(item, depth - 1))), "") if depth else ""
    if not isinstance(content, dict) or not depth:
        return ""
    said = (
        _detail_of(content.get(name), depth - 1) for name in ("error", "message", "detail", "msg", "errors", "title")
    )
    found = next((text for text in said if text), "")
    place = content.get("loc") or content.get("param")
    named = ".".join(map(str, place)) if isinstance(place, list) else place
    return f"{found} ({_shown(str(named))})" if found and named else found


def _shown(text: str, most: int = 300) -> str:
    """Return a server's words without the key, which some repeat, on one line."""
    key = _key()[1]
    return _one_line(text.replace(key, "[key]") if key else text, most)


def _one_line(text: str, most: int = 300) -> str:
    line = clean_line("".join(character if character.isprintable() else " " for character in text))
    return line if len(line) <= most else line[:most] + "…"


def _text_of(content: Any) -> str:
    """Return the text of a message: a string, or the text parts of a list."""
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") in ("text", None)]
        return "".join(text for text in texts if isinstance(text, str))
    return content if isinstance(content, str) else ""


def _score(choice: Mapping[str, Any]) -> float | None:
    given = choice.get("logprobs")
    tokens = given.get("content") if isinstance(given, dict) else None
    found = [t.get("logprob") for t in tokens if isinstance(t, dict)] if isinstance(tokens, list) else []
    values = [v for v in found if isinstance(v, (int, float)) and _LEAST_LOGPROB <= v <= 0]
    return math.exp(sum(values) / len(values)) if values else None
