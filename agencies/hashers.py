"""How passwords are kept: Argon2id in one of the forms that OWASP's Password Storage Cheat Sheet calls equal.

19 MiB, two passes, one lane: of these forms the one that is named first for a server. 46 MiB in one pass take three times as long,
because the memory has to be got from the system each time. Django's own parameters (100 MiB, two passes, eight lanes) cost
more again: when thousands sign in on one evening that is a third of the whole evening, and eight threads a sign-in on two cores.
Passwords kept with others are kept anew when their people sign in.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
