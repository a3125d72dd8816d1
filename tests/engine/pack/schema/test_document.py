"""The document's parts: what people call a paragraph."""

from tests.engine.worlds import pack


def test_a_numbered_paragraph_is_called_by_its_number_and_another_by_its_heading() -> None:
    numbered, headed = pack("star_binary").clauses["80"], pack("infiniti").clauses["phones.hand-in"]
    assert (numbered.named, numbered.title) == (False, "80")
    assert (headed.named, headed.title) == (True, "Handed in")
