// Starts Python early, says in a line what is being loaded, and opens each lesson by itself.
(() => {
  // In one common workspace the notebooks of all earlier visits would open again, each with a
  // Python of its own.
  const address = new URL(window.location);
  const path = address.searchParams.get("path");
  if (path && !address.searchParams.has("workspace")) {
    address.searchParams.set("workspace", path.replace(/\W+/g, "-"));
    window.history.replaceState(null, "", address);
  }

  const PlainWorker = window.Worker;
  const here = document.currentScript.src;
  const first = "Python is starting in your browser. The first time this takes about 15 seconds.";
  let line = null;

  function say(words) {
    if (!line) {
      line = document.createElement("div");
      line.id = "course-loading";
      line.setAttribute("role", "status");
      line.style.cssText = `position: fixed; z-index: 2000; bottom: 34px; left: 50%;
        transform: translateX(-50%); max-width: 90vw; padding: 6px 14px; border-radius: 6px;
        font: 14px/1.4 system-ui, sans-serif; border: 1px solid #767676;
        background: var(--jp-layout-color1, #fff); color: var(--jp-ui-font-color1, #222)`;
      document.body.append(line);
    }
    line.textContent = words;
    line.hidden = !words;
  }

  function hear({ data }) {
    const log = data?._logMessage?.data;
    const words = data?.courseSays ?? (typeof log === "string" ? log : "");
    if (/^(Loading|Importing) /.test(words)) {
      say(data.courseSays ? `${first} ${words} …` : `${words} …`);
    } else if (data?.courseFailed) {
      say(`Python could not be started. Reload the page to try again. (${data.courseFailed})`);
    } else if (data?._kernelMessage || data?.courseStarted) {
      say("");
    }
  }

  function listening(worker) {
    worker.addEventListener("message", hear);
    return worker;
  }

  // A page that is isolated from others has another kind of kernel, which starts as it always does.
  let early = window.crossOriginIsolated
    ? null
    : listening(new PlainWorker(new URL("worker.mjs", here), { type: "module" }));

  window.Worker = class extends PlainWorker {
    constructor(address, options) {
      if (early && /comlink\.worker/.test(address)) {
        const worker = early;
        early = null;
        return worker;
      }
      super(address, options);
      listening(this);
    }
  };
  document.addEventListener("DOMContentLoaded", () => early && say(first));

  // On a phone the list of files would leave the notebook a finger's breadth. JupyterLab shows it
  // more than once while it puts its parts in order, so it is put away until it stays away.
  async function makeRoom() {
    for (let calm = 0; window.innerWidth < 700 && calm < 12; calm += 1) {
      if (!document.querySelector(".jp-NotebookPanel .jp-Cell")) {
        calm = 0;
      } else if (!window.jupyterapp.shell.leftCollapsed) {
        calm = 0;
        window.jupyterapp.shell.collapseLeft();
      }
      await new Promise((done) => setTimeout(done, 250));
    }
  }
  document.addEventListener("DOMContentLoaded", makeRoom); // before, it is as wide as a desk's
})();
