"""Who may issue, read the register and revoke."""

from courses.trainings.permissions import FORMER_TRAINEE, OFFICE, ORGANISER

ACCESS = {
    "register.overview": OFFICE,
    "register.confirm": ORGANISER,
    "register.issue": ORGANISER,
    "register.document": OFFICE,
    "register.my_document": FORMER_TRAINEE,
    "register.my_attendance": FORMER_TRAINEE,
    "register.revoke": ORGANISER,
    "register.reissue": ORGANISER,
    "register.cancel": ORGANISER,
    "register.archive": OFFICE,
    "register.workbook": OFFICE,
}
# They cannot be taken back, and everybody who scans the certificate reads them.
ASKS_PASSWORD = frozenset({"register.revoke", "register.reissue", "register.cancel"})
# A misspelt name comes to light when the training has long been closed.
STAYS_OPEN = ASKS_PASSWORD
