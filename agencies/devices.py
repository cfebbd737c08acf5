"""From what a browser says about itself (User-Agent) to the words by which a person knows her device."""

# The first that fits: most browsers also claim to be Chrome or Safari.
_BROWSERS = {
    "coc_coc_browser": "Cốc Cốc",
    "Edg": "Microsoft Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Zalo": "Zalo",
    "FxiOS": "Firefox",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "máy Mac",
    "Linux": "Linux",
}


def device_words(user_agent: str) -> str:
    """`Chrome trên Windows`; what is not known is said to be so."""
    browser = _first(_BROWSERS, user_agent) or "Trình duyệt không rõ"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} trên {system}" if system else browser


def _first(known: dict[str, str], user_agent: str) -> str:
    return next((words for sign, words in known.items() if sign in user_agent), "")
