"""Takes pictures of some pages of two checkouts and compares them pixel by pixel: bench/same_pages.py --looks.

Each page of PAGES in a Chromium, 1280 and 375 pixels wide, in English and Spanish, in light and dark colours and as on
paper; the whole page, at most 10,000 pixels of it. Movement is off, fonts are waited for (also those that a hurried
browser may leave out: `font-display: optional`), the caret is hidden. Each checkout is served by its own runserver on
this machine, with still clock, from the database that was made to compare the pages. Where two pictures differ, a third
shows them side by side, and beside them what differs.
"""

import contextlib
import io
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from same_checkout import command_in, run_in

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --force-color-profile=srgb --font-render-hinting=none"
)
PAGES = {
    "home": "",
    "structure": "structure/",
    "structure-proposal": "structure/?structure=2015-proposal",
    "unit-rich": "units/sedi/",
    "unit-then": "units/sedi/?on=2010-01-01",
    "unit-poor": "units/judicial-facilitators/",
    "units": "units/",
    "units-found": "units/?q=migration",
    "find": "find/?q=migration&country=pe&wish=propose",
    "chart": "chart/",
    "compare": "compare/?from=2008-six-secretariats&to=2015-proposal",
    "editions": "structures/",
    "edition": "structures/2008-six-secretariats/",
    "agreements": "agreements/",
    "agreement": "agreements/61-2019/",
    "propose": "agreements/propose/",
    "offices": "offices/",
    "office": "offices/office-pe/",
    "posts": "posts/",
    "people": "people/",
    "person": "people/kim-osborne/",
    "headed": "people/?unit=sla&on=2012-06-01",
    "themes": "themes/",
    "theme": "themes/migration-and-development/",
    "bodies": "bodies/",
    "body": "bodies/cidi/",
    "acronyms": "acronyms/",
    "mandates": "mandates/",
    "act": "instruments/executive-order-08-01-rev-7/",
    "sources": "sources/",
    "data-quality": "data-quality/",
    "about": "about/",
    "not-found": "units/no-such-unit/",
    "admin": "/admin/",
    "admin-list": "/admin/orgunits/organizationalunit/",
    "admin-tree": "/admin/orgunits/placement/",
    "admin-form": "/admin/orgunits/organizationalunit/1/change/",
    "admin-edition": "/admin/orgunits/structure/1/change/",
    "admin-inbox": "/admin/orgunits/agreementonitsway/?turn=all",
}
WIDTHS = {"wide": (1280, 800), "phone": (375, 740)}
MEDIA = {
    "light": {"media": "screen", "color_scheme": "light"},
    "dark": {"media": "screen", "color_scheme": "dark"},
    "print": {"media": "print", "color_scheme": "light"},
}
TALLEST = 10_000
ALL_IS_THERE = """async () => {
  document.activeElement?.blur();
  await Promise.allSettled([...document.fonts].map(face => face.load()));
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def differences(sides, out, *, keep_before, only=()):
    """[(name of a picture, what is to be said of it)] of those that differ, and how many there are."""
    pages = {name: path for name, path in PAGES.items() if not only or name in only}
    with ThreadPoolExecutor() as pool:
        asked = [
            pool.submit(take_pictures, checkout, out / side, pages)
            for side, checkout in sides.items()
            if not (keep_before and side == "before" and (out / side / "looks").exists())
        ]
        for future in asked:
            future.result()
    names = sorted({file.name for side in sides for file in (out / side / "looks").glob("*.png")})
    said = [(name, compared(name, out)) for name in names if name.split(".")[0] in pages]
    return [(name, what) for name, what in said if what], len(said)


def compared(name, out):
    one, two = (out / side / "looks" / name for side in ("before", "after"))
    if not (one.exists() and two.exists()):
        return "was taken of one checkout only"
    if one.read_bytes() == two.read_bytes():
        return ""
    from PIL import Image, ImageChops

    with Image.open(io.BytesIO(one.read_bytes())) as first, Image.open(io.BytesIO(two.read_bytes())) as second:
        pictures = [first.convert("RGB"), second.convert("RGB")]
    size = tuple(max(sizes) for sizes in zip(*(picture.size for picture in pictures), strict=True))
    on_paper = []
    for picture in pictures:
        on_paper.append(Image.new("RGB", size, "magenta"))
        on_paper[-1].paste(picture)
    changed = ImageChops.difference(*on_paper).convert("L").point(lambda value: 255 if value else 0)
    if not (pixels := changed.histogram()[255]) and pictures[0].size == pictures[1].size:
        return ""
    beside = Image.new("RGB", (3 * size[0] + 20, size[1]), "grey")
    for place, picture in enumerate([*on_paper, changed.convert("RGB")]):
        beside.paste(picture, (place * (size[0] + 10), 0))
    (out / "looks").mkdir(exist_ok=True)
    beside.save(out / "looks" / name)
    sizes = " and ".join(dict.fromkeys(f"{across} × {down}" for across, down in (each.size for each in pictures)))
    return f"{pixels} of {size[0] * size[1]} pixels differ, from {changed.getbbox()} on ({sizes})"


# --- taking ---


def take_pictures(checkout, folder, pages):
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None) or sys.exit("There is no Chromium here.")
    pictures = folder / "looks"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    session = run_in(checkout, folder, "session")
    with served(checkout, folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split())
        for language in ("en", "es"):
            for width, (across, down) in WIDTHS.items():
                context = browser.new_context(
                    base_url=site,
                    viewport={"width": across, "height": down},
                    locale=language,
                    timezone_id="America/New_York",
                    reduced_motion="reduce",
                    has_touch=width == "phone",
                    extra_http_headers={"X-Forwarded-Host": "localhost"},
                )
                context.route("**/*.css", without_hurry)
                cookie = {"name": "sessionid", "value": session, "url": f"{site}/admin/"}
                window = context.new_page()
                for name, path in pages.items():
                    context.clear_cookies()
                    if path.startswith("/"):
                        context.add_cookies([cookie])
                    take(
                        window,
                        path if path.startswith("/") else f"/{language}/{path}",
                        pictures / name,
                        f"{language}-{width}",
                    )
                context.close()
        browser.close()


def without_hurry(route):
    answer = route.fetch()
    css = answer.text().replace("font-display: optional", "font-display: block")
    route.fulfill(status=answer.status, content_type="text/css; charset=utf-8", body=css)


def take(window, address, file, kind):
    window.goto(address, wait_until="load")
    for media, options in MEDIA.items():
        window.emulate_media(**options, reduced_motion="reduce")
        window.evaluate(ALL_IS_THERE)
        height = window.evaluate("document.documentElement.scrollHeight")
        clip = {"clip": {"x": 0, "y": 0, "width": window.viewport_size["width"], "height": TALLEST}}
        window.screenshot(
            path=f"{file}.{kind}-{media}.png",
            full_page=True,
            animations="disabled",
            caret="hide",
            **(clip if height > TALLEST else {}),
        )


@contextlib.contextmanager
def served(checkout, folder):
    """The address at which the checkout is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*command_in(checkout, folder), "manage", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        site = f"http://127.0.0.1:{port}"
        for _try in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{site}/healthz", timeout=10):
                break
            time.sleep(0.2)
        else:
            sys.exit(f"{checkout} is not served; see {folder / 'server.log'}")
        yield site
    finally:
        server.terminate()
        server.wait()
