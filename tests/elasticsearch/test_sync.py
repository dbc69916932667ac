"""`search_sync`: a check that sees every difference and repairs it, and a rebuild that loses nothing."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import call_command

from directory.models import Service
from portal.search import mirror, outbox, sync
from portal.search.find import find
from portal.search.models import SearchChange, SearchDocument, SearchFacet


def run(*options):
    said = StringIO()
    call_command("search_sync", *options, stdout=said)
    return said.getvalue()


def index():
    return mirror.settings.SEARCH_INDEX


def indexes():
    return sorted(mirror.writer().indices.get(index=f"{index()}*"))


def test_a_check_finds_nothing_where_nothing_differs(elastic):
    assert run("--check") == "No difference.\n"


def test_a_check_finds_and_repairs_every_kind_of_difference(elastic):
    missing, stale, moved = SearchDocument.objects.order_by("pk")[:3]
    stranger = SearchDocument(key="directory.service:0", pk=0, version=1)
    with_newer = SearchDocument.objects.get(pk=stale.pk)
    with_newer.version += 5
    mirror.bulk([mirror.action(missing.key, missing.version, None)], index())
    mirror.bulk([mirror.action(stale.key, 0, with_newer)], index())
    mirror.bulk([{"_id": stranger.key, "_version": 1, "_version_type": "external_gte", "pk": 0}], index())
    SearchDocument.objects.filter(pk=moved.pk).update(version=moved.version - 5)

    found = sync.check()
    assert set(found.mirror) == {missing.key, stale.key, moved.key, stranger.key}
    assert not mirror.differences()


def test_a_check_finds_what_stands_wrong_in_the_index_itself(elastic):
    lost, kept = Service.objects.listed()[:2]
    row = SearchDocument.objects.get(key=f"directory.service:{lost.pk}")
    SearchFacet.objects.filter(document=row).delete()
    SearchDocument.objects.filter(pk=row.pk)._raw_delete("default")
    Service.objects.filter(pk=kept.pk).update(live=False)
    said = run("--check")
    assert "Content and index differed, now repaired:" in said
    assert f"directory.service:{lost.pk}" in said
    assert f"directory.service:{kept.pk}" in said
    assert run("--check") == "No difference.\n"
    assert f"directory.service:{lost.pk}" in [each.document.key for each in find(lost.name).results]


def test_what_waits_in_the_outbox_is_no_difference(elastic):
    service = Service.objects.listed().first()
    service.name = "Zephyr desk"
    service.save()
    assert run("--check") == "No difference.\n"
    assert find('"zephyr desk"').total == 1


def test_a_rebuild_replaces_the_index_and_clears_up(elastic):
    before = indexes()
    mirror.begin()  # one that was left behind
    others = f"{index()}-archive"
    mirror.writer().indices.create(index=others)
    assert run("--rebuild") == f"{SearchDocument.objects.count()} indexed.\n"
    assert others in indexes()
    after = [name for name in indexes() if name != others]
    assert len(after) == 1
    assert after != before
    assert not mirror.differences()


def down(*sent):
    raise mirror.MirrorDownError("gone")


@pytest.mark.parametrize("ends", [True, False], ids=["ended", "broken off"])
def test_a_rebuild_loses_nothing_that_changes_meanwhile(elastic, monkeypatch, ends):
    changed, deleted = Service.objects.listed()[:2]
    swap = mirror.swap

    def publish_and_swap(name):
        changed.name = "Zephyr desk"
        changed.save()
        deleted.delete()
        outbox.settle()
        assert mirror.send() == 2, "the worker sends to the old index"
        swap(name)

    with monkeypatch.context() as patched:
        patched.setattr(mirror, "swap", publish_and_swap)
        if not ends:
            patched.setattr(mirror, "finish", down)
        with nullcontext() if ends else pytest.raises(mirror.MirrorDownError):
            sync.rebuild_mirror()
    sync.catch_up()
    assert not mirror.differences()
    assert find('"zephyr desk"').total == 1
    assert SearchChange.objects.count() == 0


def test_readers_find_everything_during_a_rebuild(elastic, monkeypatch):
    seen = []
    before = find("school").total
    renew = outbox.renew

    def watched(keys):
        renew(keys)
        seen.append(find("school").total)

    monkeypatch.setattr(outbox, "renew", watched)
    sync.rebuild(lambda done, of: seen.append(find("school").total))
    assert set(seen) == {before}


def test_a_rebuild_that_breaks_off_leaves_the_old_index_and_the_next_clears_up(elastic, monkeypatch):
    before = indexes()
    with monkeypatch.context() as patched:
        patched.setattr(mirror, "bulk", down)
        with pytest.raises(mirror.MirrorDownError):
            sync.rebuild_mirror()
    assert find("school").engine == "elastic"
    assert len(indexes()) == 2
    sync.rebuild_mirror()
    assert len(indexes()) == 1
    assert indexes() != before


def test_of_two_rebuilds_at_once_the_later_one_goes_on(elastic, monkeypatch):
    begin = mirror.begin

    def begin_and_be_overtaken():
        name = begin()
        monkeypatch.setattr(mirror, "begin", begin)
        sync.rebuild_mirror()
        return name

    monkeypatch.setattr(mirror, "begin", begin_and_be_overtaken)
    with pytest.raises(mirror.MirrorGoneError):
        sync.rebuild_mirror()
    assert len(indexes()) == 1
    assert not mirror.differences()


def test_switched_off_nothing_waits_for_elasticsearch(elastic, settings):
    service = Service.objects.listed().first()
    service.save()
    outbox.settle()
    assert SearchChange.objects.exists()
    settings.SEARCH_URL = []
    run("--once")
    assert not SearchChange.objects.exists()
