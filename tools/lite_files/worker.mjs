import "../static/pyodide/begin.mjs";
import "KERNEL_WORKER";
