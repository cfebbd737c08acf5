from agencies.models.agency import Agency, AgencyAlias, AgencySuccession
from agencies.models.province import Province, ProvinceName
from agencies.models.user import ApiToken, Membership, User

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencySuccession",
    "ApiToken",
    "Membership",
    "Province",
    "ProvinceName",
    "User",
]
