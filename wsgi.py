"""Composes the application from its four floors; the one place that knows them all."""

import certificates
import courses
import quizzes
from lms.app import create_app
from lms.config import from_environment

FEATURES = (courses, quizzes, certificates)

app = create_app(from_environment(), FEATURES)
