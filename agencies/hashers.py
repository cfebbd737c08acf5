"""How passwords are kept: Argon2id in one of the forms that OWASP's Password Storage Cheat Sheet calls equal.

46 MiB, one pass, one lane. Django's own parameters (100 MiB, two passes, eight lanes) cost four times as much: when
thousands sign in on one evening that is a third of the whole evening, and eight threads a sign-in on two cores. Passwords kept
with others are kept anew when their people sign in.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 46 * 1024  # KiB
    parallelism = 1
