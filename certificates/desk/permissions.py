"""Only the signatory signs; the organiser sees what waits, prints, and brings scans back."""

from courses.trainings.permissions import OFFICE, SIGNATORY

ACCESS = {
    "desk.overview": OFFICE,
    "desk.sign": SIGNATORY,
    "desk.preview": OFFICE,
    "desk_wet.prints": OFFICE,
    "desk_wet.scan": OFFICE,
}
# A signature adds nothing to what the training says, and a scan may come by post.
STAYS_OPEN = frozenset({"desk.sign", "desk_wet.scan"})
