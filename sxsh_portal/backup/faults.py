"""What backup and restore tell whoever runs them."""


class BackupError(Exception):
    """It cannot be done, and nothing was changed; the text says why, in Vietnamese."""
