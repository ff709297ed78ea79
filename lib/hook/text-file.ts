import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { outgoing } from "./outgoing/foreign-text";
import type { Chunks } from "./report/chunks";

/**
 * The paths that a user gives may name pipes and devices. Node waits for those without reacting to signals. They are therefore opened
 * without blocking, and read and written when ready.
 */
const NON_BLOCKING = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;
const RETRY_MS = 20;
const WRITE_TIMEOUT_MS = 1_000;
const OPEN_TIMEOUT_MS = 5_000;
/** The maximum size of a file. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a file or a pipe. Waits for a pipe until the signal is aborted. */
export async function readFileOrPipe(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const file = openSync(path, constants.O_RDONLY | NON_BLOCKING);
  try {
    const isPipe = !fstatSync(file).isFile();
    const opened = performance.now();
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const chunk = readNow(file);
      // A pipe without a writer yet looks like a pipe at its end.
      const notOpened = isPipe && size === 0 && chunk?.length === 0 && performance.now() - opened < OPEN_TIMEOUT_MS;
      if (chunk === undefined || notOpened) {
        await delay(RETRY_MS);
        signal?.throwIfAborted();
        continue;
      }
      if (chunk.length === 0) return Buffer.concat(chunks);
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BYTES) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    }
  } finally {
    closeSync(file);
  }
}

/** Reads the available bytes; undefined if none are ready. */
function readNow(file: number): Buffer | undefined {
  const buffer = Buffer.alloc(65_536);
  try {
    return buffer.subarray(0, readSync(file, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

/** Checks that a file can be written, and deletes its earlier content. @throws NodeJS.ErrnoException if it cannot be written */
export function clearFile(path: string): void {
  makeFolder(dirname(path));
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | NON_BLOCKING, 0o666);
  try {
    if (isStream(path)) return;
    if (fstatSync(file).isFile()) ftruncateSync(file);
  } finally {
    closeSync(file);
  }
  if (lstatSync(path).isFile()) rmSync(path, { force: true });
}

/**
 * Writes a text, or the parts of one, to a file, or to a pipe with a reader. The text is made harmless and contains no secrets.
 * @param text a part ends with a line
 */
export async function writeFileOrPipe(path: string, text: string | Chunks, { append = false } = {}): Promise<void> {
  const mode = append || isStream(path) ? constants.O_APPEND : constants.O_TRUNC;
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | mode | NON_BLOCKING, 0o666);
  try {
    for (const part of typeof text === "string" ? [text] : text) await writeAll(file, Buffer.from(outgoing(part)));
  } finally {
    closeSync(file);
  }
}

async function writeAll(file: number, bytes: Buffer): Promise<void> {
  const until = performance.now() + WRITE_TIMEOUT_MS;
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > until) throw error;
      await delay(RETRY_MS);
    }
  }
}

/** Whether a path names a stream of this process, such as /dev/stdout. Its content must not be deleted. */
function isStream(path: string): boolean {
  return /^\/(dev|proc)\//.test(path);
}

/** Creates a folder with its parents. Node's `recursive` option never returns below some folders, such as /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
