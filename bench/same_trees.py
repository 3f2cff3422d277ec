"""Brings a page into a form in which two pages that mean the same are equal, for bench/same_pages.py.

The form is a list of lines: a start tag with its attributes, an end tag, a piece of text. White space is what CSS makes
of it: a run is one space, none is left at the edges of a block, and one between inline elements counts. So `a</b> c`
and `a</b>c` differ, while a template may be wrapped and indented as one likes.

Left out: comments, links to style sheets, the folder and the hash in the address of a static file, tokens against
forged requests, nonces, UUIDs. Everything else counts, attributes in any order.
"""

import re
from html.parser import HTMLParser

import html5lib


def words(text):
    return frozenset(text.split())


VOID = words("area base br col embed hr img input link meta source track wbr")
INLINE = words(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tspan"
    " u var wbr"
)
# Like a letter in the line; what is inside them is a block of its own.
BOXES = words("audio button canvas iframe img input meter object output progress select svg textarea video")
EXACT = words("pre textarea")
# Attributes in which a run of white space means what one space means.
COLLAPSED = words(
    "aria-controls aria-describedby aria-labelledby class content d headers points rel sizes srcset style transform"
    " viewbox"
)
STATIC = re.compile(r"/static/(?:[\w.@%+-]+/)*([\w@%+-]+)(?:\.[0-9a-f]{12})?((?:\.\w+)+)(?:\?v=[\w.]+)?")
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
TOKEN = re.compile(r"\b(csrfToken|csrfmiddlewaretoken)\b(\W+)[A-Za-z0-9]{32,64}\b")


class Lines:
    """Takes the events of a parser and keeps the lines of the form."""

    def __init__(self):
        self.lines = []
        self.exact = 0
        self.at_start = True  # of a line: white space here doesn't show
        self.just_opened = None

    def start(self, name, attributes):
        name = name.lower()
        if not (name in INLINE or name in BOXES):
            self.end_of_block()
        self.lines.append(f"<{name}{attributes_of(name, attributes)}>")
        self.at_start = self.at_start or name in BOXES
        self.exact += name in EXACT
        self.just_opened = name
        if name in VOID:
            self.at_start = name not in BOXES and (self.at_start or name not in INLINE)
            self.just_opened = None

    def end(self, name):
        name = name.lower()
        if name in VOID:
            return
        if name not in INLINE:
            self.end_of_block()
        is_empty = self.just_opened == name
        self.exact -= name in EXACT
        self.lines.append(f"</{name}>")
        # An empty inline element may be drawn (an icon), and then the space after it is.
        self.at_start = name not in BOXES and (self.at_start and not is_empty if name in INLINE else True)
        self.just_opened = None

    def text(self, text):
        if not text:
            return
        if not self.exact:
            text = re.sub(r"[ \t\n\r\f]+", " ", text)
            if self.at_start:
                text = text.removeprefix(" ")
            if not text:
                return
            self.at_start = text.endswith(" ")
        text = UUID.sub("(a UUID)", TOKEN.sub(r"\1\2(a token)", STATIC.sub(r"static:\1\2", text)))
        if self.lines and not self.lines[-1].startswith("<"):
            self.lines[-1] += text
        else:
            self.lines.append("|" + text)
        self.just_opened = None

    def end_of_block(self):
        """Takes away the white space before the edge of a block."""
        self.at_start = True
        if self.exact:
            return
        for place in range(len(self.lines) - 1, -1, -1):
            line = self.lines[place]
            if line.startswith("|"):
                if line.endswith(" "):
                    self.lines[place] = line[:-1]
                    if line == "| ":
                        del self.lines[place]
                return
            if line.strip("</>").partition(" ")[0] not in INLINE:
                return


def attributes_of(name, attributes):
    attributes = {key.lower(): value or "" for key, value in attributes}
    if attributes.get("name") == "csrfmiddlewaretoken":
        attributes["value"] = "(a token)"
    attributes.pop("nonce", None)
    parts = []
    for key, value in sorted(attributes.items()):
        if key in COLLAPSED:
            value = " ".join(value.split())
        value = UUID.sub("(a UUID)", STATIC.sub(r"static:\1\2", value))
        parts.append(f" {key}={value!r}" if value else f" {key}")
    return "".join(parts)


def is_style_sheet(name, attributes):
    return name.lower() == "link" and "stylesheet" in (dict(attributes).get("rel") or "").split()


class Tokens(HTMLParser):
    """The form by way of the tags as they are written: fast, and where two pages agree here their trees agree."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.made = Lines()

    def handle_starttag(self, tag, attributes):
        if not is_style_sheet(tag, attributes):
            self.made.start(tag, attributes)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.made.end(tag)

    def handle_endtag(self, tag):
        self.made.end(tag)

    def handle_data(self, text):
        self.made.text(text)

    def handle_decl(self, declaration):
        self.made.lines.append(f"<!{declaration.lower()}>")


def by_tokens(page):
    parser = Tokens()
    parser.feed(page)
    parser.close()
    parser.made.end_of_block()
    return parser.made.lines


def by_tree(page):
    """The form by way of the tree that a browser makes of the page."""
    made = Lines()
    _walk(html5lib.parse(page, namespaceHTMLElements=False), made)
    made.end_of_block()
    return made.lines


def _walk(element, made):
    if not isinstance(element.tag, str):  # a comment
        made.text(element.tail)
        return
    name = element.tag.rpartition("}")[2]
    attributes = [(key.rpartition("}")[2], value) for key, value in element.attrib.items()]
    if not is_style_sheet(name, attributes):
        made.start(name, attributes)
        made.text(element.text)
        for child in element:
            _walk(child, made)
        made.end(name)
    made.text(element.tail)
