"""Reading an answer as a browser would: its step, its forms, its texts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass
class Form:
    """A form with the values that it would send before anybody types; buttons by name."""

    attributes: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return urlsplit(self.attributes.get("action", "")).path


class Page(HTMLParser):
    """Elements of interest of one fragment or page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: list[Form] = []
        self.buttons: list[dict[str, str]] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.step: dict[str, str] = {}
        self._open: Form | None = None
        self._inside: list[str] = []
        self._area = ""
        self.feed(html)
        self.close()

    @property
    def name(self) -> str:
        """The step, "" for an answer without one."""
        return self.step.get("data-step", "")

    @property
    def notice(self) -> str:
        """Which refusal it is, "" for none."""
        return self.step.get("data-notice", "")

    @property
    def text(self) -> str:
        """What can be read, in one line."""
        return " ".join(" ".join(self.texts).split())

    @property
    def slots(self) -> list[int]:
        """The times that can be chosen."""
        return [int(each["value"]) for each in self.buttons if each.get("name") == "slot"]

    def choices(self, name: str) -> list[str]:
        """The values of the buttons of that name."""
        return [each["value"] for each in self.buttons if each.get("name") == name]

    def form(self, ending: str) -> Form:
        """The form whose address ends so."""
        found = [each for each in self.forms if each.path.endswith(ending)]
        assert found, f"no form for {ending} in {self.html}"
        return found[0]

    def problem(self, name: str) -> str:
        """The sentence at that field, which says that it is wrong and points to the sentence."""
        asked = [
            attributes
            for tag, attributes in self.tags
            if attributes.get("aria-describedby", "").find(f"{name}-error") >= 0
        ]
        assert asked, f"nothing points to what is wrong with {name}"
        assert asked[0]["aria-invalid"] == "true"
        start = self.html.index(f'id="{name}-error"')
        end = self.html.index("</p>", start)
        return Page("<p " + self.html[start:end]).text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        self._inside.append(tag)
        if "data-step" in attributes:
            self.step = attributes
        if tag == "form":
            self._open = Form(attributes)
            self.forms.append(self._open)
        elif tag == "button":
            self.buttons.append(attributes)
        elif tag == "a":
            self.links.append(attributes.get("href", ""))
        elif tag == "input":
            self._take(attributes)
        elif tag == "textarea":
            self._area = attributes.get("name", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        self._area = "" if tag == "textarea" else self._area
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.fields[self._area] = data.strip()
        if not {"script", "style"} & set(self._inside):
            self.texts.append(data)

    def _take(self, attributes: dict[str, str]) -> None:
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        ticked = kind not in {"radio", "checkbox"} or "checked" in attributes
        if self._open is not None and name and ticked:
            self._open.fields[name] = attributes.get("value", "")
