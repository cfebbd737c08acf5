from agencies.models.agency import Agency, AgencyAlias, AgencySuccession
from agencies.models.history import HistoryEntry, HistorySeal
from agencies.models.invitation import Invitation
from agencies.models.mail import MailDecision, OutgoingMail
from agencies.models.province import Province, ProvinceName
from agencies.models.user import ApiToken, Membership, User

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencySuccession",
    "ApiToken",
    "HistoryEntry",
    "HistorySeal",
    "Invitation",
    "MailDecision",
    "Membership",
    "OutgoingMail",
    "Province",
    "ProvinceName",
    "User",
]
