"""Field work is each trainee's own: no address names anybody else's."""

from courses.trainings.permissions import TRAINEE

ACCESS = {
    "fieldwork.tasks": TRAINEE,
    "fieldwork.commitment": TRAINEE,
    "fieldwork.sign": TRAINEE,
    "fieldwork.work_plan": TRAINEE,
    "fieldwork.save_work_plan": TRAINEE,
}
