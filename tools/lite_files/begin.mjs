// Begins to start Python as soon as the page is opened, while JupyterLab itself is still loading.
// JupyterLite asks for it later, in kernel.mjs, and finds it well on its way.
import { loadPyodide } from "./pyodide.mjs";

const lines = [];
const begun = {
  say: (line) => {
    lines.push(line);
    postMessage({ courseSays: line });
  },
  lines,
};

async function begin() {
  const python = await loadPyodide({
    indexURL: new URL(".", import.meta.url).href,
    packages: PACKAGES,
    stdout: (line) => begun.say(line),
    stderr: (line) => begun.say(line),
  });
  begun.say("Importing the course");
  await python.runPythonAsync("import IPython, ipywidgets, numpy, piplite.piplite, classroom");
  return python;
}

begun.python = begin();
begun.python.then(
  () => postMessage({ courseStarted: true }),
  (error) => postMessage({ courseFailed: String(error.message ?? error) }),
);
self.courseBegun = begun;
