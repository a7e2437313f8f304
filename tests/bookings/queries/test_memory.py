"""What a process remembers: within bounds, the latest last, whatever other threads do meanwhile."""

from bookings.queries.memory import Memory


class Heavy:
    """Something that weighs as much as it is said to, and during whose weighing `meanwhile` happens."""

    def __init__(self, weight, meanwhile=lambda: None):
        self.megabytes, self.meanwhile = weight, meanwhile

    def weight(self):
        self.meanwhile()
        return self.megabytes * 1_000_000


def remember(memory, business, weight):
    memory.of(business).busy["a diary"] = 1, Heavy(weight)
    memory.weigh(business)


def test_who_was_asked_for_longest_ago_is_forgotten_first(settings):
    settings.AVAILABILITY_MEMORY_MB = 10
    memory = Memory()
    for business in (1, 2, 3):
        remember(memory, business, 3)
    memory.of(1)
    remember(memory, 4, 4)
    assert [bool(memory.of(business).busy) for business in (1, 2, 3, 4)] == [True, False, True, True]


def test_what_weighs_more_than_is_allowed_is_not_kept(settings):
    settings.AVAILABILITY_MEMORY_MB = 10
    memory = Memory()
    remember(memory, 1, 11)
    assert not memory.of(1).busy


def test_what_another_thread_adds_meanwhile_disturbs_no_weighing():
    memory = Memory()
    known = memory.of(1)
    for n in range(3):
        known.busy[n] = 1, Heavy(1, meanwhile=lambda: known.busy.update({len(known.busy): (1, Heavy(1))}))
    memory.weigh(1)
    assert len(known.busy) == 6
