"""Who may do what with documents."""

from agencies.models import User


def can_request_documents(user: User) -> bool:
    """Everybody who belongs to an agency; the administrator of all provinces too."""
    return bool(user.active_memberships) or user.sees_all_provinces
