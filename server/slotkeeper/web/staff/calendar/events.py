"""GET /staff/{clinic}/calendar/events: whether anything changed, as it happens (server-sent
events, https://html.spec.whatwg.org/multipage/server-sent-events.html). Numbers only: what changed
is fetched by whoever may see it.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Stream

from slotkeeper.services.staff.calendar_watch import may_still_watch
from slotkeeper.services.watch import Watch
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.storage.news import get_news
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

BEAT_SECONDS = 15.0
"""So often the number is said again, and asked whether they may still know it: a browser that
hears nothing for longer knows that it is cut off.
"""
_KIND = "text/event-stream"
_HEADERS = {**PRIVATE, "X-Accel-Buffering": "no"}
_OVER = b"event: over\ndata: {}\n\n"


@get("/{clinic:str}/calendar/events", opt=EVERYBODY)
async def watch_calendar(
    request: Request[Any, Any, Any], staff: NamedDependency[StaffVisit]
) -> Stream:
    """The number of the latest change, at once and whenever there is another. Who does not ask for
    a stream gets it once. Raises TooManyRequests.
    """
    watch: Watch = request.app.state.watch
    watch.check(staff.person.id)
    is_stream = _KIND in request.headers.get("accept", "")
    content = _follow(staff, watch) if is_stream else _once(staff)
    return Stream(content, media_type=_KIND, headers=_HEADERS)


async def _once(staff: StaffVisit) -> AsyncIterator[bytes]:
    yield _changed(await get_news(staff.toolbox.database, staff.clinic.id) or 0)


async def _follow(staff: StaffVisit, watch: Watch) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    news, look_at = 0, clock() + BEAT_SECONDS
    async with watch.listen(staff.clinic.id, staff.person.id) as listener:
        while True:
            try:
                told = await listener.wait(max(0.0, look_at - clock()))
            except TimeoutError:
                look_at = clock() + BEAT_SECONDS
                if not await _is_welcome(staff):
                    yield _OVER
                    return
                yield b": still here\n\n"
            else:
                if told is None:
                    return
                news = told
            yield _changed(news)


async def _is_welcome(staff: StaffVisit) -> bool:
    try:
        return await may_still_watch(staff.toolbox, staff.session, staff.member)
    except DatabaseUnavailable:
        return True  # the watch itself sends everybody away then


def _changed(news: int) -> bytes:
    return f'event: changed\ndata: {{"news": {news}}}\n\n'.encode()
