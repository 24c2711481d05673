"use strict";
// The panel on the first page. Its pictures were drawn ahead, by the figure of notebook 00; here
// they are only put together: what all of them share, and what is this step's own.
{
  const { shared, own, words } = window.learning;
  const figure = document.querySelector(".learning");
  const [picture, button, slider, sentence] = [".picture", "button", "input", ".sentence"].map(
    (selector) => figure.querySelector(selector)
  );
  const last = words.length - 1;
  const pause = (step) => (step < 5 ? 500 : 120); // milliseconds: the first steps turn the line most
  let timer = null;

  function draw(step) {
    const parts = [...shared];
    for (const [place, values] of own) parts[place] = values[step];
    picture.innerHTML = parts.join('"');
    slider.value = step;
    slider.setAttribute("aria-valuetext", `step ${step}`);
    sentence.textContent = words[step];
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    button.textContent = "Play";
    button.removeAttribute("data-playing");
    // Said aloud when it comes to rest, not eight times a second.
    sentence.setAttribute("aria-live", "polite");
  }

  function next() {
    const step = Number(slider.value) + 1;
    if (step < last) timer = setTimeout(next, pause(step));
    else stop();
    draw(step);
  }

  function play() {
    sentence.setAttribute("aria-live", "off");
    button.textContent = "Pause";
    button.setAttribute("data-playing", "");
    if (Number(slider.value) === last) draw(0);
    timer = setTimeout(next, pause(Number(slider.value)));
  }

  button.addEventListener("click", () => (timer === null ? play() : stop()));
  slider.addEventListener("input", () => {
    stop();
    draw(Number(slider.value));
  });
  slider.max = last;
  draw(0);
  figure.querySelector(".controls").hidden = false;
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) play();
}
