"""What makes a panel: controls, numbers, a picture and a sentence; and its faults."""

import ipywidgets as W
import pytest

import classroom.panel
from classroom.live import WIDGET, view
from classroom.panel import Panel


def drawn(n):
    return f'<svg viewBox="0 0 90 30">{n}</svg>'


def square_panel(draw=drawn):
    controls = {"side": W.IntSlider(value=3, min=0, max=9, description="side")}
    return Panel(controls, lambda side: side**2, draw, lambda n: f"The area is {n} <m²>.")


def test_a_panel_joins_controls_numbers_picture_and_words():
    panel = square_panel()
    panel.controls["side"].value = 5
    assert panel.picture.value == drawn(25)
    assert panel.words == "The area is 25 <m²>."
    assert "The area is 25 &lt;m²&gt;." in panel.sentence.value


def test_a_panel_is_shown_live_still_and_in_words(monkeypatch):
    shown = []
    monkeypatch.setattr(classroom.panel, "display", lambda data, raw: shown.append(data))
    square_panel()._ipython_display_()
    (data,) = shown
    assert set(data) == {WIDGET, "text/html", "text/plain"}
    assert data["text/plain"] == "[panel: The area is 9 <m²>.]"
    assert data["text/html"].startswith('<img alt="The area is 9 &lt;m²&gt;."')


def test_a_widget_is_shown_live_as_ipywidgets_itself_does_it():
    widget = W.HTML()
    assert view(widget) == {WIDGET: widget._repr_mimebundle_()[WIDGET]}


def test_a_fault_is_explained_and_kept_and_the_last_picture_stays():
    def draw(n):
        if n > 50:
            raise ValueError("too large to draw")
        return drawn(n)

    panel = square_panel(draw)
    panel.controls["side"].value = 9
    assert panel.picture.value == drawn(9)
    assert panel.words.startswith("This setting cannot be shown: too large to draw.")
    assert isinstance(panel.error, ValueError)
    panel.controls["side"].value = 2
    assert panel.picture.value == drawn(4)


def test_a_picture_grows_until_it_takes_its_share_of_the_windows_height():
    panel = square_panel()
    assert panel.picture.layout.max_width == "max(90px, 162vh)"  # 54 hundredths, three times
    assert panel.picture.tabbable  # so that the keyboard can scroll it


def test_a_panel_that_cannot_even_open_fails_loudly():
    with pytest.raises(ZeroDivisionError):
        square_panel(lambda n: 1 / 0)
