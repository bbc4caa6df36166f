"""The two faces of the same steps: fragments under /f/{clinic}, whole pages under /c/{clinic}."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response
from litestar.response import Redirect

from slotkeeper.domain.clinic import Clinic
from slotkeeper.web.render import Renderer

Context = dict[str, Any]

_PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Surface:
    """One request's audience: where links lead, which language is spoken, how an answer looks.

    `patient_is` is what the visitor said of themselves, "" as long as nothing: it goes along.
    """

    slug: str
    is_fragment: bool
    language: str
    asked_language: str
    renderer: Renderer
    patient_is: str = ""

    @property
    def prefix(self) -> str:
        """Where this audience's addresses begin."""
        return f"/f/{self.slug}" if self.is_fragment else f"/c/{self.slug}"

    def said(self, patient_is: str) -> "Surface":
        """The same for a visitor who said so; anything but "new" and "existing" is no answer."""
        return replace(self, patient_is=patient_is if patient_is in {"new", "existing"} else "")

    def step_url(self, **kept: str) -> str:
        """The address of the step that follows from what is chosen so far; the language stays, and
        what the visitor said of themselves.
        """
        said = {"patient_is": self.patient_is}
        chosen = {name: value for name, value in {**said, **kept}.items() if value}
        if self.asked_language:
            chosen["lang"] = self.asked_language
        start = f"{self.prefix}/start" if self.is_fragment else self.prefix
        return f"{start}?{urlencode(chosen)}" if chosen else start

    def url(self, path: str) -> str:
        """An address below the prefix, with the language where one was asked for."""
        tail = f"?{urlencode({'lang': self.asked_language})}" if self.asked_language else ""
        return f"{self.prefix}{path}{tail}"

    def leads_back(self, own: str, hosted: str) -> str:
        """Of two addresses of a booking the one for this visitor: who is on a page of ours stays
        with us, perhaps because the clinic's page does not open it.
        """
        return own if self.is_fragment else hosted

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue in this visitor's language."""
        return self.renderer.texts.text(self.language, key, **values)

    def text(self, template: str, context: Mapping[str, Any]) -> str:
        """A step as this audience gets it: bare, or inside the hosted page."""
        render = self.renderer.fragment if self.is_fragment else self.renderer.page
        return render(template, self.language, **context)

    def piece(self, template: str, context: Mapping[str, Any]) -> str:
        """A part of a step by itself."""
        return self.renderer.piece(template, self.language, is_fragment=self.is_fragment, **context)

    def new_visitor(self) -> str:
        """A random name for this browser on a page; the widget remembers its own, and gets none."""
        return "" if self.is_fragment else secrets.token_urlsafe(16)

    def show(self, template: str, context: Mapping[str, Any], status: int = 200) -> Response[str]:
        """Answer with a step that is for this visitor only."""
        return self.answer(self.text(template, context), status)

    def answer(self, html: str, status: int = 200) -> Response[str]:
        """Answer with HTML that no cache keeps."""
        return Response(html, status_code=status, media_type=MediaType.HTML, headers=dict(_PRIVATE))

    def done(
        self, path: str, template: str, context: Callable[[], Mapping[str, Any]]
    ) -> Response[Any]:
        """Answer a POST that went well: the next step itself, or on a page 303 to where it can be
        reloaded.
        """
        if self.is_fragment:
            return self.show(template, context())
        return self.redirect(self.url(path))

    def redirect(self, url: str) -> Redirect:
        """303 to a page that can be reloaded."""
        return Redirect(url, status_code=303, headers=dict(_PRIVATE))


def surface_of(
    request: Request[Any, Any, Any], renderer: Renderer, clinic: Clinic | None
) -> Surface:
    """The surface of a request, by its path alone; the language asked for, else the browser's, else
    the clinic's first.
    """
    path = request.scope["path"]
    asked = request.query_params.get("lang", "")
    offered = [
        each for each in (clinic.languages if clinic else ()) if each in renderer.texts.languages
    ] or ["en"]
    language = (
        asked
        if asked in offered
        else _preferred(request.headers.get("accept-language", ""), offered)
    )
    slug = slug_of(request)
    return Surface(
        slug, path.startswith("/f/"), language, asked if asked in offered else "", renderer
    )


def slug_of(request: Request[Any, Any, Any]) -> str:
    """The clinic that the address names, also where no route leads there; "" for none."""
    parts = request.scope["path"].split("/", 3)
    return parts[2] if len(parts) > 2 and parts[1] in {"f", "c"} else ""  # noqa: PLR2004


def _preferred(header: str, offered: list[str]) -> str:
    for each in header.split(","):
        tag = each.partition(";")[0].strip().lower()
        for language in offered:
            if tag == language.lower() or tag.partition("-")[0] == language.lower():
                return language
    return offered[0]
