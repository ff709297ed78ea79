// Packs the last commit in two clean checkouts, which differ in their path, time zone, language and umask, and compares the tarballs byte for
// byte. Each has a copy of the installed packages of this one; a link would be seen in the bundles, as a path that leads out of the checkout.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "package-"));
const CHECKOUTS = [
  { path: join(directory, "a"), env: { TZ: "UTC", LANG: "C" }, umask: 0o022 },
  { path: join(directory, "another/checkout with spaces"), env: { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8" }, umask: 0o077 },
];

try {
  const [one, other] = CHECKOUTS.map(packedIn);
  if (one.tarball.equals(other.tarball)) {
    console.log(`${one.tarball.length} bytes, sha256 ${createHash("sha256").update(one.tarball).digest("hex")}, twice`);
  } else {
    console.error(
      `the tarballs of two checkouts must be equal, got other bytes in\n${differences(one.tarball, other.tarball).join("\n")}`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function packedIn({ path, env, umask }) {
  process.umask(umask);
  execFileSync("git", ["clone", "--quiet", "--local", "--no-hardlinks", root, path], { stdio: "inherit" });
  const copy = process.platform === "linux" ? "-al" : "-R";
  execFileSync("cp", [copy, join(root, "node_modules"), join(path, "node_modules")], { stdio: "inherit" });
  const script = ["scripts/package.mjs", "--out", "out"];
  const { status } = spawnSync(process.execPath, script, { cwd: path, env: { ...process.env, ...env }, stdio: "inherit" });
  if (status !== 0) throw new Error(`packing in ${path} ended with ${status}`);
  const [file] = readdirSync(join(path, "out"));
  return { tarball: readFileSync(join(path, "out", file)) };
}

/** The entries of two tarballs that differ, each with what differs. */
function differences(one, other) {
  const [ours, theirs] = [entries(one), entries(other)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return names.filter((name) => ours.get(name) !== theirs.get(name));
}

/** A digest of the header and the content of each entry. */
function entries(tarball) {
  const blocks = gunzipSync(tarball);
  const found = new Map();
  for (let at = 0; at < blocks.length && blocks[at] !== 0;) {
    const name = blocks.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(blocks.toString("utf8", at + 124, at + 136), 8);
    const end = at + 512 + Math.ceil(size / 512) * 512;
    found.set(name, createHash("sha256").update(blocks.subarray(at, end)).digest("hex"));
    at = end;
  }
  return found;
}
