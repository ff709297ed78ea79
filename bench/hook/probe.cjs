/* global process */
// Loaded into the hook before anything else: counts its requests under way and writes them, its memory and its CPU time to a file at its end.
const fs = require("node:fs");
const https = require("node:https");

const request = https.request;
let now = 0;
let most = 0;
https.request = function (...args) {
  const sent = request.apply(this, args);
  most = Math.max(most, ++now);
  sent.once("close", () => now--);
  return sent;
};

/** The peak of this program's memory, in MB. `maxRSS` may be the memory that the parent had at the start, which Linux passes on. */
function peakMemory() {
  const status = process.platform === "linux" ? fs.readFileSync("/proc/self/status", "utf8") : "";
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}

process.once("exit", () => {
  const memory = peakMemory();
  const { user, system } = process.cpuUsage();
  fs.writeFileSync(process.env.PROBE_FILE, JSON.stringify({ most, memory, cpu: (user + system) / 1e6 }));
});
