"""Kill -9 at random moments while things are published: nothing is lost, and nobody repairs it by hand."""

import random
import threading
import time
from http.client import HTTPException

import pytest

from directory.models import Service
from tests import snapshot
from tests.elasticsearch import cluster
from tests.elasticsearch.site import Site, wait_for_mirror

SERVICES = 6
VICTIMS = ["elasticsearch", "worker", "web"]


@pytest.fixture
def database(tmp_path, django_db_setup):
    """Give the address of a database with the demo content."""
    with snapshot.demo_database(tmp_path) as name:
        yield snapshot.address(name)


@pytest.fixture
def services(database, django_db_blocker):
    """Give the keys of the services that are published over and over."""
    with django_db_blocker.unblock():
        return list(Service.objects.listed().values_list("pk", flat=True)[:SERVICES])


@pytest.fixture
def nodes():
    """Give a function that starts a cluster of the test's own."""
    if reason := cluster.why_not():
        pytest.skip(reason)
    started = []

    def start(count):
        started.append(cluster.Cluster(count).start())
        return started[-1]

    yield start
    for each in started:
        each.stop()


class Publisher(threading.Thread):
    """Publishes `count` new names, one after another; where `patient`, again until it is acknowledged."""

    def __init__(self, site, pks, count, patient):
        super().__init__(daemon=True)
        self.site, self.patient = site, patient
        self.wanted = [(pks[number % len(pks)], f"Zephyr{number:05}") for number in range(count)]
        self.acknowledged = {}
        self.done = 0
        self.errors = []

    def run(self):
        for pk, name in self.wanted:
            while not self.publish(pk, name) and self.patient:
                time.sleep(0.1)
            self.done += 1

    def reach(self, moment):
        """Wait until so many are done."""
        while self.is_alive() and self.done < moment:
            time.sleep(0.05)

    def publish(self, pk, name):
        try:
            self.site.get(f"publish/{pk}/{name}/")
        except (OSError, HTTPException) as problem:  # not there, or killed in the middle of its answer
            self.errors.append(problem)
            return False
        self.acknowledged[pk] = name
        return True


def everything_is_found(site, publisher):
    """Check both ways; then look for the last name of each service, as a reader does."""
    assert "differed" not in site.log.read_text(), "the check of a worker that starts repaired something"
    assert site.differences() == "No difference.\n"
    for pk, name in publisher.acknowledged.items():
        assert site.get(f"search/?q={name}")["keys"][0] == f"directory.service:{pk}"


@pytest.mark.parametrize("count", [25, pytest.param(1000, marks=pytest.mark.long)])
def test_a_node_of_three_dies_and_nobody_notices(database, services, nodes, tmp_path, count):
    three = nodes(3)
    with Site(database, three.urls, tmp_path) as site:
        wait_for_mirror(three.urls[0])
        site.wait_for_elastic()
        publisher = Publisher(site, services, count, patient=False)
        publisher.start()
        for number in range(count):
            assert site.get("search/?q=school")["keys"]
            if number == count // 3:
                three.kill(random.randrange(3))
        publisher.join()
        assert not publisher.errors
        assert len(publisher.acknowledged) == SERVICES
        everything_is_found(site, publisher)
        site.wait_for_elastic()


@pytest.mark.parametrize("count, kills", [(30, 3), pytest.param(1000, 60, marks=pytest.mark.long)])
def test_whatever_is_killed_nothing_is_lost(database, services, nodes, tmp_path, count, kills):
    """Every third kill is Elasticsearch's, the worker's, the web server's: at random moments."""
    node = nodes(1)
    with Site(database, node.urls, tmp_path) as site:
        wait_for_mirror(node.urls[0])
        publisher = Publisher(site, services, count, patient=True)
        publisher.start()
        moments = sorted(random.choices(range(count), k=kills))
        for moment, victim in zip(moments, random.sample(VICTIMS * (kills // 3), kills), strict=True):
            publisher.reach(moment)
            time.sleep(random.uniform(0, 0.5))
            kill(victim, site, node)
        publisher.join()
        site.wait()
        node.wait()
        everything_is_found(site, publisher)


def kill(victim, site, node):
    """Kill and start again, without waiting."""
    if victim == "elasticsearch":
        node.kill()
        node.launch(0)
    else:
        site.kill(victim)
        site.start(victim)
