"""What the tests of pages share: the words of an answer, and where it leads."""

import re
from html import unescape


def text_of(answer) -> str:
    """The words that people read on a page, in one line."""
    page = re.sub(r"<(title|script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def main_text(answer) -> str:
    """The words of the page's content, without header, navigation and foot."""
    content = re.search(r"<main.*?</main>", answer.content.decode(), re.S)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


def links_of(answer) -> list[str]:
    """Where the links of the page's content lead."""
    content = re.search(r"<main.*?</main>", answer.content.decode(), re.S)[0]
    return [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', content)]
