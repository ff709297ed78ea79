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

/**
 * Files whose names a user gives may be pipes and devices. Node waits for those in a way that no signal ends, so they are opened
 * without waiting, and read and written as they become ready.
 */
const WITHOUT_WAITING = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;
const LOOK_AGAIN_MS = 20;
const WRITE_WITHIN_MS = 1_000;
const OPENED_WITHIN_MS = 5_000;
/** No file that is asked for here is larger. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The content of a file or of a pipe, which is waited for until the signal is aborted. */
export async function readFileOrPipe(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const file = openSync(path, constants.O_RDONLY | WITHOUT_WAITING);
  try {
    const isPipe = !fstatSync(file).isFile();
    const opened = performance.now();
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const chunk = readNow(file);
      // A pipe that nobody has opened to write yet looks like one that is at its end.
      const notOpened = isPipe && size === 0 && chunk?.length === 0 && performance.now() - opened < OPENED_WITHIN_MS;
      if (chunk === undefined || notOpened) {
        await delay(LOOK_AGAIN_MS);
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

/** What can be read at once; undefined if nothing is ready. */
function readNow(file: number): Buffer | undefined {
  const buffer = Buffer.alloc(65_536);
  try {
    return buffer.subarray(0, readSync(file, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

/**
 * Makes sure that a file can be written, and that nothing is in it of before.
 * @throws NodeJS.ErrnoException if it cannot be written
 */
export function clearFile(path: string): void {
  makeFolder(dirname(path));
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | WITHOUT_WAITING, 0o666);
  try {
    if (isStream(path)) return;
    if (fstatSync(file).isFile()) ftruncateSync(file);
  } finally {
    closeSync(file);
  }
  if (lstatSync(path).isFile()) rmSync(path, { force: true });
}

/** Writes a text to a file, or to a pipe that somebody reads. It goes out harmless, and without secrets. */
export async function writeFileOrPipe(path: string, text: string, { append = false } = {}): Promise<void> {
  const mode = append || isStream(path) ? constants.O_APPEND : constants.O_TRUNC;
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | mode | WITHOUT_WAITING, 0o666);
  try {
    const bytes = Buffer.from(outgoing(text));
    const until = performance.now() + WRITE_WITHIN_MS;
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(file, bytes, written);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > until) throw error;
        await delay(LOOK_AGAIN_MS);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Whether a path stands for a stream of this process, such as /dev/stdout: what is in it is not ours to delete. */
function isStream(path: string): boolean {
  return /^\/(dev|proc)\//.test(path);
}

/** Node's own way of making folders never ends below some that cannot be made, such as /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
