"""How panels look, and what their controls tell keyboards and screen readers.

What is written here belongs into a widget of each panel; a browser takes a second copy for nothing.
"""

# Rows of one height, names over the groups, no scroll bars but the picture's own.
LOOK = """<style>
.nnlib-panel :is(.widget-box, .widget-gridbox) {overflow: visible}
.nnlib-panel .widget-hslider, .nnlib-panel .widget-checkbox {height: 25px; margin: 0}
.nnlib-panel .widget-label {line-height: 24px}
.nnlib-panel .widget-readout {line-height: 24px; min-width: 46px; overflow: visible}
.nnlib-panel .widget-toggle-buttons {
    display: flex; align-items: baseline; height: auto; min-height: 25px; margin: 0}
.nnlib-panel .widget-toggle-buttons > .widget-label {
    flex-shrink: 0; height: 25px; text-align: right;
    margin-right: var(--jp-widgets-inline-margin, 4px)}
.nnlib-panel .widget-toggle-buttons > div {display: flex; flex-wrap: wrap}
.nnlib-panel .widget-toggle-buttons button {
    width: auto; height: 23px; line-height: 22px; margin: 1px; padding: 0 5px}
.nnlib-panel button.jupyter-button.mod-active {
    box-shadow: inset 0 0 0 2px var(--jp-ui-font-color1, #222222)}
.nnlib-group > .widget-html, .nnlib-group > .widget-html > .widget-html-content {
    height: 1.23em; line-height: 1.15em; margin: 0; font-weight: bold;
    border-top: 1px solid #909090}
.nnlib-picture svg[role=img] {width: 100%; max-width: none !important}
.nnlib-panel .nnlib-picture:focus-visible {outline: 2px solid #0072B2}
.nnlib-words {min-height: 2.9em}
.jp-mod-presentationMode .nnlib-panel {
    --jp-widgets-font-size: var(--jp-content-presentation-font-size1, 17px)}
@media (prefers-reduced-motion: reduce) {
    .nnlib-panel * {transition: none !important; animation: none !important}
}
</style>"""

# Where the reader's system sets all colours, backgrounds and shadows are gone: a button needs an
# edge, for which an outline takes no room, and what has the keyboard must not depend on a tint.
# Belongs into a widget of each panel and question.
FOCUS = """<style>
:is(.nnlib-panel, .nnlib-question) button.jupyter-button:focus-visible {
    outline: 2px solid #0072B2; outline-offset: 1px}
@media (forced-colors: active) {
    :is(.nnlib-panel, .nnlib-question) button {outline: 1px solid ButtonText; outline-offset: -1px}
    :is(.nnlib-panel, .nnlib-question) button.jupyter-button:focus-visible {
        outline: 3px solid ButtonText; outline-offset: 0}
    .nnlib-panel button.mod-active {
        background: Highlight; color: HighlightText; forced-color-adjust: none}
    .nnlib-panel .noUi-target {border: 1px solid ButtonText}
    .nnlib-panel .noUi-handle {
        border: 2px solid ButtonText !important; background: ButtonFace; forced-color-adjust: none}
    .nnlib-panel .noUi-handle:focus {background: Highlight !important}
}
</style>"""

# Notebook 7 takes every key before the widget that has the focus, and with the arrow keys folds
# sections; JupyterLab asks the widget first. Both leave a key alone where they find this attribute.
# Only for these keys, so that Ctrl + S goes on saving while a slider has the focus. However many
# panels a page shows, it is one and the same listener.
KEYS = """<style onload="window.addEventListener('keydown', window.nnlibKeys ??= event => {
    const part = event.target.closest?.('.nnlib-panel :is([role=slider], .nnlib-picture)');
    part?.toggleAttribute('data-lm-suppress-shortcuts', event.key.startsWith('Arrow'));
}, true)"></style>"""

# ipywidgets leaves these without a name: the handles of sliders, sets of buttons and which of them
# is pressed, the picture that can be scrolled. They are named when a panel has come onto the page,
# which may take a while, and whenever something is clicked or reached by the keyboard, a moment
# later, when it has changed.
NAMES = """<style onload="
window.nnlibNames ??= (tries = 1) => setTimeout(() => {
    const each = (selector, work) =>
        document.querySelectorAll('.nnlib-panel ' + selector).forEach(work);
    const name = (part, role, words) => {
        part.setAttribute('role', role);
        part.setAttribute('aria-label', words);
    };
    const label = part =>
        part.closest('.jupyter-widgets').querySelector('.widget-label')?.textContent || 'choice';
    each('[role=slider]', handle => name(handle, 'slider', label(handle)));
    each('.widget-toggle-buttons', set => name(set, 'group', label(set)));
    each('.widget-toggle-button', button =>
        button.setAttribute('aria-pressed', button.classList.contains('mod-active')));
    each('.nnlib-picture', picture => name(picture, 'group', 'picture'));
    if (tries > 1) window.nnlibNames(tries - 1);
}, 200);
for (const kind of ['focusin', 'click']) window.addEventListener(kind, () => window.nnlibNames());
window.nnlibNames(50)"></style>"""
