"""Who may issue, read the register and revoke."""

from courses.trainings.permissions import FORMER_TRAINEE, OFFICE, ORGANISER

ACCESS = {
    "register.overview": OFFICE,
    "register.confirm": ORGANISER,
    "register.issue": ORGANISER,
    "register.document": OFFICE,
    "register.my_document": FORMER_TRAINEE,
    "register.revoke": ORGANISER,
    "register.archive": OFFICE,
    "register.workbook": OFFICE,
}
# It cannot be taken back, and everybody who scans the certificate reads it.
ASKS_PASSWORD = frozenset({"register.revoke"})
STAYS_OPEN = frozenset({"register.revoke"})
