"""The name of a training on papers and in files."""

from __future__ import annotations

import pytest

from courses.trainings.titles import event_name


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("Bimtek", "Pendamping Sosial", "Bimtek Pendamping Sosial"),
        ("Bimtek", "Bimtek Pendamping Sosial", "Bimtek Pendamping Sosial"),
        ("Bimtek", "Bimbingan Teknis Pendamping Sosial", "Bimbingan Teknis Pendamping Sosial"),
        ("BIMTEK", "Bimbingan teknis pendamping", "Bimbingan teknis pendamping"),
        ("Bimbingan Teknis", "Bimbingan Teknis KUBE", "Bimbingan Teknis KUBE"),
        ("Pelatihan", "Bimbingan Teknis KUBE", "Pelatihan Bimbingan Teknis KUBE"),
    ],
)
def test_the_kind_is_said_once(kind, title, name):
    assert event_name(kind, title) == name
