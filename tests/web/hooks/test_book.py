"""The book remembers who is told and how far, keeps its secrets, and does not grow without end."""

from concurrent.futures import ThreadPoolExecutor

from moot.web.hooks import book as books
from moot.web.hooks.book import Book, Delivery


def test_what_was_written_is_there_after_a_crash_for_its_owner_alone(tmp_path):
    path = tmp_path / "webhooks.sqlite"
    first = Book(path)
    made = first.add("https://ana.example/", kinds=("VoteCast",), private=False, start=3)
    first.settle(Delivery(made.name, 3, 1, 1, 204, "", 5), None)
    again = Book(path)  # while the first is still open, as a command beside a server is
    assert again.one(made.name).next == 4
    assert again.key == first.key
    assert path.stat().st_mode & 0o777 == 0o600
    first.close()
    again.close()


def test_two_at_one_host_have_names_of_their_own(book):
    names = [book.add("https://ana.example/", kinds=(), private=False, start=0).name for _ in range(3)]
    assert names == ["ana.example", "ana.example-2", "ana.example-3"]
    assert len({each.secret for each in book.all()}) == 3


def test_whoever_is_forgotten_leaves_nothing_behind(book):
    made = book.add("https://ana.example/", kinds=(), private=False, start=0)
    book.settle(Delivery(made.name, 0, 1, 1, None, "no", 5), 9)
    book.ask_again(made.name, [0])
    book.remove(made.name)
    assert (book.all(), book.log(made.name), book.asked_again(made.name)) == ([], [], None)


def test_a_subscriber_never_goes_back(book):
    made = book.add("https://ana.example/", kinds=(), private=False, start=5)
    book.pass_over(made.name, 3)
    assert book.one(made.name).next == 5


def test_only_the_last_deliveries_are_remembered(book, monkeypatch):
    monkeypatch.setattr(books, "KEPT", 3)
    made = book.add("https://ana.example/", kinds=(), private=False, start=0)
    for entry in range(5):
        book.settle(Delivery(made.name, entry, 1, 1, 204, "", 5), None)
    assert [each.entry for each in book.log(made.name)] == [4, 3, 2]


def test_many_threads_use_one_book(book):
    made = book.add("https://ana.example/", kinds=(), private=False, start=0)

    def use(entry):
        book.settle(Delivery(made.name, entry, 1, 1, 204, "", 5), None)
        return book.one(made.name).next, len(book.all()), book.asked_again(made.name)

    with ThreadPoolExecutor(8) as pool:
        assert {said[1:] for said in pool.map(use, range(200))} == {(1, None)}
    assert len(book.log(made.name, 1_000)) == 200
