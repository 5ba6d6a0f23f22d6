"""What is known of English: verbs that begin a tool's name, plurals, and words that a name can do without."""

from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for a list of them that is read rather than looked through."""
    return frozenset(text.split())


VERBS_OF_METHODS = frozenset(["get", "post", "put", "patch", "delete", "head", "options", "trace"])

PLAIN_VERBS = VERBS_OF_METHODS | word_set(
    """add all count create destroy edit fetch find index insert list modify partial read remove
    replace retrieve save set show update upsert"""
)
"""Verbs that say nothing without what they are done to, and what frameworks put beside them."""

VERBS = (PLAIN_VERBS - {"all", "index", "options", "partial"}) | word_set(
    """abort accept acknowledge activate aggregate allow analyze append apply approve archive ask
    assign associate attach authenticate authorize backfill batch begin block book browse build bulk
    bump calculate call cancel capture change charge check claim clear clone close collect commit
    compare complete compute configure confirm connect consume convert copy deactivate debug decline
    deduplicate delegate deliver demote deny deploy deprecate describe detach detect determine diff
    disable disassociate disconnect discover dismiss dispatch download draft drop duplicate emit
    empty enable encode encrypt end enqueue enroll ensure erase escalate evaluate exchange exclude
    execute expire explain export extend extract fail favorite filter finalize finish flag flush
    follow force forget fork forward freeze generate give grant hide hold identify ignore import
    impersonate include increment ingest init initialize initiate install instantiate interrupt
    invalidate invite invoke issue join jump kill label launch leave lift link load lock log login
    logout lookup make manage map mark match measure merge migrate minimize mint mirror monitor move
    mute normalize notify obtain offer open order override overwrite parse pause pay perform permit
    pin ping play poll predict preview print process produce promote provision publish pull purge
    push query queue quit react reassign rebuild receive redact recommend record recover redeem
    redeliver redirect refresh refund register reject release reload remind rename render renew
    reopen reorder repair replay replicate reply report request require reschedule resend reserve
    reset resize resolve respond restart restore restrict resume retry return reveal revert review
    revoke rotate route run sample scan schedule scrape search select send share sign simulate skip
    snooze sort split star start stop stream submit subscribe suggest summarize suppress suspend
    swap switch sync synchronize tag take terminate test toggle touch track transfer transform
    transition translate trigger tweet unfollow unlink unsubscribe untag upgrade upload use validate
    verify void vote watch withdraw write"""
)
"""Verbs that people begin the names of operations with, in their base form."""

NAMES_OF_THINGS = word_set(
    """batch block book build bulk call change charge commit draft end export filter flag fork hold
    import index issue label link list load lock log map mark match monitor order pin play process
    query queue record release reply report request return review route run sample scan schedule
    share sign star stream tag test track transfer use view vote watch"""
)
"""Verbs that are as often nouns: what is not first in a name is one of these only beside other signs."""

ARTICLES = frozenset(["a", "an", "the"])
PREPOSITIONS = word_set("as at by for from in into of on per to using via with")
FILLERS = (
    ARTICLES
    | PREPOSITIONS
    | word_set("all and existing given its new or single specific specified that their your")
)
"""Words that a name can do without where it is too long."""

_IRREGULAR = {"children": "child", "indices": "index", "people": "person", "vertices": "vertex"}
_NO_PLURALS = (
    word_set(
        """access address alias analysis as basis bus business campus canvas chaos class compass cors cross
    css diagnosis dns dress emphasis express focus gas gps graphics has https is its js kubernetes
    lens less loss metadata news os pass plus previous process progress sales series settings sms
    sources species status success sms this tls us various virus windows yes"""
    )
    - {"settings", "sources"}
)


def is_plural(word: str) -> bool:
    """Whether a lower-case word names several."""
    if word in _IRREGULAR:
        return True
    return len(word) > 2 and word.endswith("s") and not _is_singular_in_s(word)


def _is_singular_in_s(word: str) -> bool:
    return word in _NO_PLURALS or word.endswith(("ss", "us", "is", "ics"))


@lru_cache(maxsize=1 << 14)  # the words of all names are few
def singular(word: str) -> str:
    """The word for one of several; what is no plural stays as it is."""
    if not is_plural(word) or word in _IRREGULAR:
        return _IRREGULAR.get(word, word)
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")) or word in ("aliases", "statuses"):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """The word for several; what is a plural stays as it is."""
    if is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def is_verb(word: str) -> bool:
    """Whether a lower-case word is a known verb in its base form, also one with `un` or `re` before it."""
    return word in VERBS or word[:2] in ("un", "re") and word[2:] in VERBS


def base_verb(word: str) -> str:
    """The base form of a known verb, `list` for `lists`; "" of any other word."""
    if is_verb(word):
        return word
    bare = _without_ending(word)
    return bare if is_verb(bare) else ""


def _without_ending(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
