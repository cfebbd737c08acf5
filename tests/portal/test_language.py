"""Nothing of what people read is in English: pages, what they answer to what does not fit, messages and mails."""

import ast
import html
import re
from pathlib import Path

import allauth
import pytest
from allauth.core.context import request_context
from django.core import mail
from django.test import Client

from agencies.adapters import AccountAdapter
from agencies.enums import Role
from agencies.mailing import send
from agencies.sign_in_words import MESSAGES, NOTICES
from tests.agencies.signing_in import CODE, sign_in, somebody
from tests.portal.addresses import pages

pytestmark = pytest.mark.django_db
# Frequent in what programs say, and no syllable of Vietnamese.
WORDS = """
about account active activate address again all and are authenticator available back been browser button cancel
cannot change check clear click close code codes confirm continue copy create current deactivate delete denied
details disabled download email enabled enter error expired failed field file forgot found from has have help
home incorrect invalid key keep last least log login logout match message missing more must name need new next not
number old one only open or out page password please post previous provide recovery remove request required
reset return save search secret security select send session sessions set settings should show sign signed
submit successfully that the their there these they this time too try two type unknown update use used user
username valid value verify was were will with wrong you your
"""
ENGLISH = frozenset(WORDS.split())
# Names of things, and what is meant for programs.
ALLOWED = ("Google Authenticator", "Microsoft Authenticator", "Microsoft Edge", "API", "Mozilla")
SPEAKING = r'(?:placeholder|aria-label|title|alt|value)="([^"]*)"'
# The API's own page speaks to programmers; the others answer no page.
NOT_PAGES = {"health", "metrics", "run_download"}


def english_in(text: str) -> set[str]:
    """The English words of a text, without addresses and names."""
    text = re.sub(r"\S+@\S+|https?://\S+|\S*/\S*/\S*", " ", text)
    for name in ALLOWED:
        text = text.replace(name, " ")
    return {word for word in re.findall(r"(?<![\w-])[A-Za-z]+(?![\w-])", text) if word.lower() in ENGLISH}


def said_by(page: str) -> str:
    """What a page says to eyes and ears."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    inputs = re.sub(r'<input type="hidden"[^>]*>|<option [^>]*>|<button [^>]*name=[^>]*>', " ", page)
    spoken = " ".join(re.findall(SPEAKING, inputs))
    return html.unescape(f"{re.sub(r'<[^>]+>', ' ', page)} {spoken}")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Your password must be changed</p>", {"Your", "password", "must"}),
        ('<input placeholder="Email address">', {"Email", "address"}),
        ("<p>Mật khẩu, thư điện tử; so sánh in ấn do cơ quan; mai@example.vn</p>", set()),
        ("<p>Google Authenticator trên Windows</p><script>return error</script>", set()),
    ],
)
def test_the_search_finds_english_and_nothing_else(page, words):
    assert english_in(said_by(page)) == words


@pytest.fixture(
    params=["", Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER, Role.PORTAL_ADMIN],
    ids=lambda role: role or "nobody",
)
def visitor(request) -> Client:
    client = Client()
    if request.param:
        client.force_login(somebody(request.param, province="kon-tum"))
    return client


def test_no_page_says_anything_in_english(visitor):
    found = {}
    for name, address in pages().items():
        if name not in NOT_PAGES and (words := english_in(said_by(visitor.get(address).content.decode()))):
            found[name] = words
    assert found == {}


def test_no_page_answers_in_english_to_what_does_not_fit(visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    found = {}
    addresses = pages()
    del addresses["account_logout"]
    for name, address in addresses.items():
        for given in (
            {},
            {"email": "x", "login": "x", "password": "y", "code": "z", "password1": "a", "name": "\0"},
        ):
            answer = visitor.post(address, given, follow=True)
            if words := english_in(said_by(answer.content.decode())):
                found[name] = words
            if is_refused(answer):
                break
    assert found == {}


def is_refused(answer) -> bool:
    """Whether who asked may not, whatever is given."""
    return answer.status_code in (403, 404, 405) or any(
        url.startswith("/accounts/login/?next=") for url, _ in answer.redirect_chain
    )


def test_the_page_of_the_code_speaks_vietnamese(client):
    sign_in(client, somebody(Role.DEPARTMENT_APPROVER))

    for answer in (client.get(CODE), client.post(CODE, {"code": ""}), client.post(CODE, {"code": "x"})):
        assert answer.status_code == 200
        assert english_in(said_by(answer.content.decode())) == set()


def spoken_of(kind: str) -> set[str]:
    """The templates of that kind (`email`, `messages`) that allauth's parts we offer name in their code."""
    folder = Path(allauth.__file__).parent
    patterns = (
        "account/internal/flows/password_change.py",
        "account/internal/flows/password_reset.py",
        "account/internal/flows/log*.py",
        "account/adapter.py",
        "mfa/totp/**/*.py",
        "mfa/recovery_codes/**/*.py",
        "socialaccount/models.py",
    )
    trees = [ast.parse(file.read_text()) for pattern in patterns for file in folder.glob(pattern)]
    literals = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in literals if re.fullmatch(rf"\w+/{kind}/\w+(\.txt)?", text)}


# Parts that the portal does not offer: sign-up, codes by mail, accounts without password, changing addresses.
NOT_OFFERED = re.compile(
    r"password_set|password_reset_key|email_|login_code|account_already_exists|unknown_account"
)


def test_every_mail_that_allauth_may_send_has_our_words():
    mails = {name for name in spoken_of("email") if not NOT_OFFERED.search(name)}

    assert len(mails) > 4
    assert mails == set(NOTICES)


def test_every_message_that_allauth_may_show_has_our_words():
    silent = {"mfa/messages/recovery_codes_generated.txt"}  # the page that follows says it
    messages = {name for name in spoken_of("messages") if not NOT_OFFERED.search(name)}

    assert len(messages) > 3
    assert messages - silent == set(MESSAGES)


def test_no_mail_says_anything_in_english(rf):
    user = somebody()
    request = rf.get("/", headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})
    with request_context(request):
        for name in NOTICES:
            AccountAdapter().send_notification_mail(name, user)
    send("password_reset", to=user.email, name=user, link="http://testserver/accounts/")

    assert len(mail.outbox) == len(NOTICES) + 1
    for sent in mail.outbox:
        [(as_html, _)] = sent.alternatives
        assert english_in(f"{sent.subject} {sent.body} {said_by(as_html)}") == set()
        assert "Chrome trên Windows" in sent.body or "Đặt mật khẩu mới" in sent.body


def test_messages_are_in_vietnamese():
    assert english_in(" ".join(words.replace("{user}", "") for words in MESSAGES.values())) == set()
