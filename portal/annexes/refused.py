"""Why a file cannot be brought in."""


class AnnexRefusedError(Exception):
    """The file cannot be read. The text is for the person: what is wrong with it and what to do next."""
