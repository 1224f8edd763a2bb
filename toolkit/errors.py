"""Every error the toolkit raises on purpose; each message says what happened, where, and what to do now.

ToolkitError
├── ReadError              an article could not be read
│   ├── EncodingError      its bytes are not text in a known encoding
│   └── NoArabicError      it is text, but there is no Arabic in it
├── ModelError             a model could not be used
│   ├── ModelNotFoundError       no such preset, folder or hub model
│   ├── ModelUnavailableError    it exists, but is not on this machine and cannot be fetched now
│   ├── UnsupportedModelError    its architecture or task is not one that the toolkit runs
│   ├── ModelTrialError          it was tried on reference texts, and wrote what nobody can use
│   ├── EndpointError            an OpenAI-compatible server refused, hung or answered garbage
│   └── RefusalError             a chat model wrote that it will not, or a question, instead of an answer
├── MemoryStoreError       a translation memory or cache database could not be used
├── FormatError            a file to import or a saved brief is not in the expected format
├── SaveError              an output could not be written
└── MissingExtraError      an optional package is not installed (the message holds the pip command)
"""

from __future__ import annotations

from toolkit.addresses import redacted


class ToolkitError(Exception):
    """Root of the tree: catch this to catch everything the toolkit raises on purpose.

    Parameters
    ----------
    message
        What happened, and to which file, sentence or model.
    remedy
        What the user can do now; printed after the message.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class ReadError(ToolkitError):
    """An article could not be read."""


class EncodingError(ReadError):
    """The bytes of an article are not text in a known encoding."""


class NoArabicError(ReadError):
    """The text holds no Arabic."""


class ModelError(ToolkitError):
    """A model could not be used. Its name can be an address with a key in it, which no message shows."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(redacted(message), remedy=redacted(remedy))


class ModelNotFoundError(ModelError):
    """No preset, local folder or hub model has this name."""


class ModelUnavailableError(ModelError):
    """The model exists, but is not on this machine and cannot be fetched now."""


class UnsupportedModelError(ModelError):
    """The architecture or task of a model is not one that the toolkit runs."""


class ModelTrialError(ModelError):
    """A model was tried on reference texts before its first use, and wrote what nobody can use."""


class EndpointError(ModelError):
    """An OpenAI-compatible server refused, hung or answered garbage."""


class RefusalError(ModelError):
    """A chat model wrote that it will not, or a question, instead of an answer."""


class MemoryStoreError(ToolkitError):
    """A translation memory or cache database could not be used."""


class FormatError(ToolkitError):
    """A file to import, or a saved brief, is not in the expected format."""


class SaveError(ToolkitError):
    """An output could not be written."""


class MissingExtraError(ToolkitError):
    """An optional package is not installed."""

    @classmethod
    def of(cls, package: str, purpose: str) -> MissingExtraError:
        """Build the error for a missing `package` needed for `purpose`, with the exact pip command."""
        return cls(f"{purpose} needs the package {package!r}.", remedy=f"Install it: pip install {package}")
