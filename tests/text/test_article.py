from __future__ import annotations

from dateline.text.article import Article


def test_an_article_folds_its_text_once() -> None:
    article = Article("The  town’s\r\nfall")

    assert article.folded.text == "The town's fall"
    assert article.folded is article.folded


def test_an_article_keeps_its_text_as_it_stands() -> None:
    assert Article("a\r\nb").text == "a\r\nb"
