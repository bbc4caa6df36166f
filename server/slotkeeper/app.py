"""The application: everything that is made once, and the routes."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.params import FromPath

from slotkeeper import __version__
from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.bundle import compose_embed, compose_hosted, compose_styles, pack
from slotkeeper.clock import choose_clock
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.domain.tokens import Signer
from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.smtp.gateway import SmtpGateway
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.gateways.webhook import HttpWebhooks
from slotkeeper.services.changing.settle import EVERY_SECONDS as SETTLE_SECONDS
from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.diary.watch import watch_diaries
from slotkeeper.services.housekeeping import (
    forget_old_events,
    forget_old_holds,
    forget_old_sessions,
    forget_old_tries,
)
from slotkeeper.services.notices.escalate import EVERY_SECONDS as ESCALATE_SECONDS
from slotkeeper.services.notices.escalate import escalate
from slotkeeper.services.notices.reminders import EVERY_SECONDS as REMIND_SECONDS
from slotkeeper.services.notices.reminders import Reminding
from slotkeeper.services.notices.worker import sending
from slotkeeper.services.payments.sweep import EVERY_SECONDS, sweep
from slotkeeper.services.staff.series.extend import extend_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.deadline import bring_back, end_unanswered
from slotkeeper.services.vault import Vault
from slotkeeper.services.waitlist.offer import EVERY_SECONDS as OFFER_SECONDS
from slotkeeper.services.waitlist.offer import offer_free
from slotkeeper.services.watch import Watch
from slotkeeper.storage.database import Database, DatabaseUnavailable, open_database
from slotkeeper.web.address import network_address, read_networks
from slotkeeper.web.api.router import api_router
from slotkeeper.web.audiences import FOR_ANYBODY
from slotkeeper.web.booking.router import booking_routers
from slotkeeper.web.booking.step_cache import StepCache
from slotkeeper.web.booking.step_shortcut import StepShortcut
from slotkeeper.web.booking.visit import Visit, make_visit
from slotkeeper.web.bundles import BUNDLE_ROUTES, Bundles
from slotkeeper.web.cors import cors
from slotkeeper.web.forms import MOST_BYTES
from slotkeeper.web.head import answer_head
from slotkeeper.web.health import healthz, readyz
from slotkeeper.web.hooks.router import hook_router
from slotkeeper.web.mail.writer import LetterWriter
from slotkeeper.web.rate_limits import RateLimits
from slotkeeper.web.render import Renderer
from slotkeeper.web.sms.text_writer import TextWriter
from slotkeeper.web.staff.portal import Portal
from slotkeeper.web.staff.router import staff_routers

_HOUSEKEEPING_SECONDS = 3600
_OPENAPI = OpenAPIConfig(title="Slotkeeper", version=__version__, path="/api/v1/openapi")
_Turn = Callable[[Toolbox], Awaitable[object]]


def _background(toolbox: Toolbox) -> list[Coroutine[Any, Any, None]]:
    """What goes on besides answering. Each begins at once, too: the process before may have been
    killed in the midst of it.
    """
    reminding = Reminding(toolbox)
    forget = (forget_old_holds, forget_old_events, forget_old_sessions, forget_old_tries)
    return [
        _every(_HOUSEKEEPING_SECONDS, toolbox, *forget, extend_series),
        _every(EVERY_SECONDS, toolbox, sweep),
        _every(EVERY_SECONDS, toolbox, end_unanswered, bring_back),
        _every(SETTLE_SECONDS, toolbox, settle_cancelled),
        _every(OFFER_SECONDS, toolbox, offer_free),
        # Not at once: what waited while no server ran is sent first.
        _every(ESCALATE_SECONDS, toolbox, escalate, first=ESCALATE_SECONDS),
        _every(REMIND_SECONDS, toolbox, lambda _: reminding.remind()),
        watch_diaries(toolbox),
    ]


async def _every(seconds: float, toolbox: Toolbox, *turns: _Turn, first: float = 0) -> None:
    await asyncio.sleep(first)
    while True:
        with suppress(DatabaseUnavailable):
            for turn in turns:
                await turn(toolbox)
        await asyncio.sleep(seconds)


def create_app(settings: Settings) -> Litestar:
    """The server for those settings; its database is open from start to stop."""
    renderer = _renderer()
    shortcut = StepShortcut()

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        database = await open_database(settings.database, migrate=False)
        app.state.renderer = renderer
        app.state.portal = _portal()
        app.state.toolbox = make_toolbox(settings, database)
        app.state.watch = Watch(database)
        tasks = [asyncio.create_task(each) for each in _background(app.state.toolbox)]
        try:
            texts = TextWriter(app.state.renderer.texts, app.state.portal.texts)
            async with sending(app.state.toolbox, lambda: _letters(app, settings.url), texts):
                yield
        finally:
            app.state.watch.close()
            for task in tasks:
                task.cancel()
            await app.state.toolbox.payments.close()
            await app.state.toolbox.sms.close()
            await database.close()

    app = Litestar(
        route_handlers=[
            *booking_routers(),
            *staff_routers(),
            hook_router(),
            api_router(),
            *BUNDLE_ROUTES,
            healthz,
            readyz,
        ],
        dependencies=_dependencies(settings, shortcut),
        lifespan=[lifespan],
        exception_handlers=FOR_ANYBODY,
        openapi_config=_OPENAPI,
        request_max_body_size=MOST_BYTES,
        debug=False,
    )
    # In front of the routing: what is not routed must be open to the widget too.
    app.asgi_handler = answer_head(shortcut.before(cors(app.asgi_handler)))
    return app


@cache
def _renderer() -> Renderer:
    """The templates, compiled once a process, however many applications it starts."""
    return Renderer(widget_folder())


@cache
def _portal() -> Portal:
    """The same for the clinic's side."""
    return Portal(portal_folder())


@cache
def _bundles() -> Bundles:
    """What browsers load, packed once a process."""
    return Bundles(compose_embed(), compose_hosted(), pack(compose_styles()))


def _letters(app: Litestar, base_url: str) -> LetterWriter:
    """Who writes mail, in the words of the widget and of the portal."""
    texts = app.state.renderer.texts, app.state.portal.texts
    return LetterWriter(widget_folder(), texts[0], portal_folder(), texts[1], base_url)


def _mail(settings: Settings) -> SmtpGateway | None:
    if settings.mail is None:
        return None
    name = urlsplit(settings.url).hostname or "localhost"
    return SmtpGateway(settings.mail, settings.mail_from, name)


def make_toolbox(settings: Settings, database: Database) -> Toolbox:
    """What those settings say, with an open database."""
    clock, is_development = choose_clock(settings.clock), settings.mode == "development"
    return Toolbox(
        database=database,
        clinics=ClinicCache(),
        clock=clock,
        signer=Signer(settings.secret),
        abuse_checks=settings.abuse_checks,
        base_url=settings.url,
        payments=StripeGateway(settings.stripe_api),
        vault=Vault(encryption_keys(settings)),
        mail=_mail(settings),
        webhooks=HttpWebhooks(may_reach_private=is_development),
        sms=TwilioGateway(settings.sms_api),
        diaries=CalDav(clock, may_reach_private=is_development),
    )


def _dependencies(settings: Settings, shortcut: StepShortcut) -> dict[str, Provide]:
    """What handlers may ask for by name."""
    bundles = _bundles()
    limits = RateLimits(time.monotonic, enabled=settings.abuse_checks)
    proxies, steps = read_networks(settings.trusted_proxies), StepCache()

    def provide_toolbox(request: Request[Any, Any, Any]) -> Toolbox:
        toolbox: Toolbox = request.app.state.toolbox
        return toolbox

    def provide_address(request: Request[Any, Any, Any]) -> str:
        return network_address(request.scope, proxies)

    async def provide_visit(request: Request[Any, Any, Any], clinic: FromPath[str]) -> Visit:
        return await make_visit(request, clinic, limits, proxies)

    return {
        "toolbox": Provide(provide_toolbox, sync_to_thread=False),
        "visit": Provide(provide_visit),
        "address": Provide(provide_address, sync_to_thread=False),
        "limits": Provide(lambda: limits, sync_to_thread=False),
        "bundles": Provide(lambda: bundles, sync_to_thread=False),
        "steps": Provide(lambda: steps, sync_to_thread=False),
        "shortcut": Provide(lambda: shortcut, sync_to_thread=False),
    }
