"""A full disk, for this process alone."""

import resource
from contextlib import contextmanager


@contextmanager
def files_of_at_most(size):
    """As on a full disk: writing beyond `size` bytes of a file fails. Python ignores the signal that comes with it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
