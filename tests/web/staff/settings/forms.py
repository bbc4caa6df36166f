"""Filling in settings forms as a browser does: lists chosen, boxes ticked, buttons pressed."""

from html.parser import HTMLParser

from tests.web.staff.staff import Colleague

HOME = "/staff/harbour-physio/settings"


class _Fields(HTMLParser):
    """The fields of the form that holds settings, with what it would send."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self._is_inside = False
        self._select = ""
        self._area = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self._is_inside = "/settings" in given.get("action", "")
        elif not self._is_inside:
            return
        elif tag == "input" and name and (kind not in {"radio", "checkbox"} or "checked" in given):
            self.fields[name] = given.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = given["value"]
        elif tag == "option" and self._select:
            self.fields.setdefault(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


def fields_of(html: str) -> dict[str, str]:
    """What the settings form of a page would send; line ends as browsers send them."""
    found = _Fields(html).fields
    return {name: text.replace("\n", "\r\n") for name, text in found.items()}


async def send(
    owner: Colleague,
    path: str,
    do: str = "effect",
    without: str = "",
    home: str = HOME,
    **typed: str,
) -> None:
    """Press a button of the form that is open, some of it typed anew (`__` stands for a dot)."""
    fields = fields_of(owner.answer.text) | {k.replace("__", "."): v for k, v in typed.items()}
    kept = {name: text for name, text in fields.items() if name not in without.split()}
    owner._seen(await owner.http.post(f"{home}{path}", data={**kept, "do": do}))


async def change(
    owner: Colleague, path: str, without: str = "", home: str = HOME, **typed: str
) -> None:
    """Open a page, change something, look at the effect, save."""
    await owner.get(f"{home}{path}")
    await send(owner, path, "effect", without, home, **typed)
    assert owner.status == 200, owner.page.text
    await send(owner, path, "save", home=home)
    assert owner.status == 303, owner.page.text
