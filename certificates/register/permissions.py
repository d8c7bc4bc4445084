"""Who may issue, read the register and revoke."""

from courses.trainings.permissions import OFFICE, ORGANISER, TRAINEE

ACCESS = {
    "register.overview": OFFICE,
    "register.confirm": ORGANISER,
    "register.issue": ORGANISER,
    "register.document": OFFICE,
    "register.my_document": TRAINEE,
    "register.revoke": ORGANISER,
    "register.archive": OFFICE,
    "register.workbook": OFFICE,
}
