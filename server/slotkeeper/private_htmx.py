"""A private copy of htmx for a page that is not ours.

As it is published, htmx 4 takes `window.htmx`, works on the page's own `hx-*` attributes, adds a
style sheet to the document, reads a meta tag of the page, lets its events (with the form's body in
them) out of the shadow root, adds elements around the body, and runs code that comes with a
fragment. Each place where it does so is changed here by exact text, with the reason beside it; what
has no use without those parts goes with them, which also saves 2 kB. A text that is not found
exactly once means that this is not the htmx that was read, and stops the start.
"""

import hashlib
from typing import NamedTuple

HTMX_VERSION = "4.0.1"
HTMX_SHA256 = "df982506d1529a193f6073f568ec821d4ae8db761bdb0ef07bd6a3d5eace0b2e"


class BundleError(Exception):
    """What the browser should get cannot be composed from the files that are here."""


class Change(NamedTuple):
    """One place of the published file. Without `until`, exactly `start` is replaced by `private`;
    with it, all from `start` up to `until`, which itself stays.
    """

    why: str
    start: str
    private: str
    until: str = ""


CHANGES = (
    Change(
        "window.htmx belongs to the page; ours is returned to the one who starts it",
        '"undefined"!=typeof window&&(window.htmx=htmx);export default htmx;',
        "return htmx;",
    ),
    Change(
        "a meta tag htmx-config is the page's own",
        "let t=document.querySelector('meta[name=\"htmx-config\"]');"
        "t&&e.merge(t.content,this.config),",
        "",
    ),
    Change("no style sheet in the page's document", "#y(){", "#y(){}", until="registerExtension("),
    Change("the server is another origin", 'mode:"same-origin"', 'mode:"cors"'),
    Change("events stay inside the shadow root", "composed:!0", "composed:!1"),
    Change(
        "events of an element that was swapped out must not go to the page's document",
        "n=e?.isConnected?e:document",
        "n=e",
    ),
    Change(
        "the page's body is not ours to process",
        'let t=()=>this.initialize();"loading"===document.readyState?'
        'document.addEventListener("DOMContentLoaded",t):setTimeout(t)}',
        "}",
    ),
    Change(
        "an address stays whole: the page may have a <base> of another origin",
        "t.origin===location.origin?e.request.action=t.pathname+t.search:e.request.action=t.href",
        "e.request.action=t.href",
    ),
    Change(
        "no response header steers the page (reload, redirect, location)",
        "#ue(e){",
        "#ue(e){e.hx={}}#de(){}",
        until="#le(e){",
    ),
    Change(
        "no attribute of a fragment is run as code",
        "#me(t,r){",
        "#me(){}async#k(){}",
        until="process(e,t){",
    ),
    Change("hx-boost is for whole pages", "#Ee(e){", "#Ee(){}", until="#U(e){"),
    Change(
        "hx-preserve is not used, and put an element after the page's body",
        "#Te(e){",
        "#Te(){}#qe(){}",
        until="#Ne(e){",
    ),
    Change(
        "a fragment changes its own place only (out of band)",
        "#Oe(e,t,r,i){",
        "#Le(){return[]}",
        until="#ke(e,t,r){",
    ),
    Change(
        "a fragment changes its own place only (partials)",
        "#Ve(e,t){",
        "#Ve(){return[]}",
        until="#Pe(e,t,r,i){",
    ),
    Change(
        "no script comes with a fragment, and no history or first run of the page is ours",
        "#Fe(e){",
        '#Fe(){}#Me(e){for(let t of this.#j(e,"script"))t.remove()}',
        until="async swap(e){",
    ),
    Change(
        "the title is the page's",
        ',e.title&&"none"!==e.swap&&(document.title=e.title)',
        "",
    ),
    Change(
        "the page's history is not ours; no attribute of a fragment is run as code (hx-on)",
        "#Ke(e){",
        "#We(){}#ve(){}",
        until="#he(e){",
    ),
    Change(
        "what a morph puts aside stays in the shadow root",
        "document.body.after(n)",
        "e.getRootNode().append(n)",
    ),
    Change(
        "view transitions are the page's; class transitions belong to swaps that are not used",
        "#_e(e,t){return new Promise",
        "#_e(){}#Qe(){return[]}",
        until="#Ue(e,t){",
    ),
)


def privatise(published: str) -> str:
    """Turn the published file into the body of a function that returns a private htmx.

    Raises BundleError where the sha256 differs or a text is not found exactly once.
    """
    found = hashlib.sha256(published.encode()).hexdigest()
    if found != HTMX_SHA256:
        message = f"htmx.esm.min.js is not {HTMX_VERSION}: sha256 {found}, expected {HTMX_SHA256}"
        raise BundleError(message)
    return apply_changes(published, CHANGES)


def apply_changes(text: str, changes: tuple[Change, ...]) -> str:
    """Apply all changes in order. Raises BundleError unless each text is found exactly once."""
    for why, start, private, until in changes:
        begin = _find_once(text, start, why)
        end = _find_once(text, until, why) if until else begin + len(start)
        if end < begin:
            message = f"htmx: {until!r} stands before {start!r} ({why})"
            raise BundleError(message)
        text = text[:begin] + private + text[end:]
    return text


def _find_once(text: str, part: str, why: str) -> int:
    count = text.count(part)
    if count != 1:
        message = f"htmx: expected once, found {count} times ({why}): {part!r}"
        raise BundleError(message)
    return text.index(part)
