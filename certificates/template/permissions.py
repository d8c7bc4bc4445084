"""Only organisers decide how certificates are worded."""

from courses.trainings.permissions import ORGANISER

ACCESS = {
    "certificate_template.edit": ORGANISER,
    "certificate_template.save": ORGANISER,
    "certificate_template.number": ORGANISER,
    "certificate_template.preview": ORGANISER,
    "template_versions.history": ORGANISER,
    "template_versions.version": ORGANISER,
    "template_versions.restore": ORGANISER,
    "template_versions.preview": ORGANISER,
    "template_versions.logo": ORGANISER,
}
# It shows what was typed and keeps nothing.
STAYS_OPEN = frozenset({"certificate_template.preview"})
